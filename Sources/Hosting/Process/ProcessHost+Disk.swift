import Messages
import Stages

/// What a process of a free run does about a disk that has no room.
extension ProcessHost {
    /// Writes an input down before it is handled. While that can't be the process stands still; executor and
    /// risk manager halt as soon as it can, before they handle what waited.
    func write(_ input: FreeInput) throws(HostError) {
        guard let journal else { return }
        do {
            try journal.append(input) { save(into: &$0) }
        } catch where StandStill.isOfDisk(error) {
            try insist(on: input, journal, after: error)
        } catch {
            throw .failed("\(error)")
        }
    }

    private func insist(
        on input: FreeInput, _ journal: FreeJournal, after error: any Error
    ) throws(HostError) {
        do {
            if let halt {
                try still.insist(after: error) { try journal.append(halt) { save(into: &$0) } }
                still.isHaltDue = false
                try carryOut(halt)
                try still.keep { try journal.append(input) { save(into: &$0) } }
            } else {
                try still.insist(after: error) { try journal.append(input) { save(into: &$0) } }
            }
        } catch {
            throw error as? HostError ?? .failed("\(error)")
        }
    }

    /// Halts where the process stood still, or room runs out.
    func mindTheDisk(isBeat: Bool) throws(HostError) {
        let warning = isBeat ? disk?.check() : nil
        if let warning { log.write(.error, warning) }
        guard warning != nil || still.isHaltDue else { return }
        still.isHaltDue = false
        if let halt { try perform(halt) }
    }

    /// The halt that executor and risk manager ask themselves for.
    private var halt: FreeInput? {
        guard member.rank == .executor || member.rank == .riskManager else { return nil }
        let command = HaltCall.command(by: member.name)
        return RequestReader.requestID(.halt(command)).map { .request($0, .halt(command)) }
    }
}
