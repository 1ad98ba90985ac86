@testable import Hosting
@testable import Journals
import L4Meta
import Stages

/// What L4 learned, as a later run takes it over: bytes from elsewhere, and this build's own with damage.
struct StateBorder: Border {
    static let name = "state"
    private let fresh: L4MetaStage
    /// What this build leaves.
    private let own: [UInt8]

    init(folder: String) throws {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
        let setup = try SetupLoader.load(
            safeList: "\(root)/safe_list.json", instruments: "\(root)/samples/instruments.json",
            configuration: "")
        guard let stage = StageFactory.whole(setup.settings, run: 2).stage(L4MetaStage.self) else {
            fatalError("the whole house has no L4")
        }
        fresh = stage
        var writer = StateWriter()
        writer.write(stage.form)
        writer.write(UInt32(1))
        writer.write(Array(stage.names.text.utf8))
        stage.save(into: &writer)
        own = writer.sealed
    }

    mutating func feed(_ bytes: [UInt8]) -> String {
        let damaged = damaged(by: bytes)
        let outcome = taken(damaged)
        guard (outcome == "taken") == (damaged == own) else {
            fatalError("own state with damage came to \(outcome)")
        }
        return "\(taken(bytes)), damaged: \(outcome)"
    }

    /// This build's own bytes, changed where the input says, and cut.
    private func damaged(by input: [UInt8]) -> [UInt8] {
        var bytes = own
        for place in stride(from: 0, to: input.count - 3, by: 3) {
            let index = (Int(input[place]) << 8 | Int(input[place + 1])) * 7 % bytes.count
            bytes[index] ^= input[place + 2]
        }
        return input.count % 4 == 3 ? Array(bytes.prefix(input.count * 31 % bytes.count)) : bytes
    }

    private func taken(_ bytes: [UInt8]) -> String {
        var stage: any LearningStage = fresh
        do throws(StateError) {
            let outcome = try LearnedState.takeOver(bytes, run: 2, into: &stage)
            return "\(outcome)".filter(\.isLetter)
        } catch { return caseName(error) }
    }
}
