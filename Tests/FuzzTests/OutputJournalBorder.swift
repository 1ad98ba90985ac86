import Hosting

/// An output journal, as `strata why` and `strata audit verify` read it.
struct OutputJournalBorder: Border {
    static let name = "output-journal"
    private let folder: String

    init(folder: String) { self.folder = folder }

    mutating func feed(_ bytes: [UInt8]) -> String {
        let path = "\(folder)/journal.jsonl"
        Folder.write(path, bytes)
        defer { Folder.clear(folder) }
        let finding = (try? JournalAudit.verify(path))?.first
        let audit = finding?.damage.map { $0.dropFirst(path.count).filter(\.isLetter).prefix(40) } ?? "whole"
        do throws(HostError) {
            let report = WhyReport(try JournalReader.read(path))
            let told = report.signals.prefix(3).filter { report.story(of: $0) != nil }
            return "\(told.count) stories, \(audit)"
        } catch { return "\(error.description.dropFirst(path.count).filter { $0.isLetter }.suffix(40)), \(audit)" }
    }
}
