import Storage

/// The newest segment of a process's journal.
struct JournalBorder: Border {
    static let name = "journal"
    private let folder: String

    init(folder: String) { self.folder = folder }

    mutating func feed(_ bytes: [UInt8]) -> String {
        Folder.write("\(folder)/0000000000000001.journal", bytes)
        defer { Folder.clear(folder) }
        let verified = outcome { verifier throws(JournalError) in try verifier.verify().records > 0 }
        do throws(JournalError) {
            let (writer, tail) = try JournalWriter.resume(
                folder: folder, segmentBytes: 1 << 20, keepBytes: 1 << 20)
            var entries = 0
            while try tail?.next() != nil { entries += 1 }
            try writer.append(UnsafeRawBufferPointer(start: nil, count: 0))
            let again = outcome { verifier throws(JournalError) in try verifier.verify().last == writer.count }
            guard again == "true", entries == tail?.entryCount else {
                fatalError("a journal that was resumed is not whole: \(again)")
            }
            return "\(verified), \(entries) entries"
        } catch { return Self.kind(error) }
    }

    private func outcome(_ body: (JournalVerifier) throws(JournalError) -> Bool) -> String {
        do throws(JournalError) {
            return "\(try body(JournalVerifier(folder: folder)))"
        } catch {
            return Self.kind(error)
        }
    }

    private static func kind(_ error: JournalError) -> String {
        if case .damaged(_, _, _, let fault) = error { return caseName(fault) }
        return caseName(error)
    }
}
