import Hosting
import Journals
import Reports
import Stages

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
            let report = WhyReport(try JournalReader.readAll(path))
            let told = report.orders.prefix(3).filter { order in
                [.text, .full, .json].allSatisfy { report.story(of: order, $0) != nil }
            }
            let isPlain = report.list().unicodeScalars.allSatisfy { $0.value > 31 && $0.value != 127 || $0 == "\n" }
            return "\(told.count) stories, \(isPlain ? "plain" : "with control characters"), \(audit)"
        } catch { return "\(error.description.dropFirst(path.count).filter { $0.isLetter }.suffix(40)), \(audit)" }
    }
}
