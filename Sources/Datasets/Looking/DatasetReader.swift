import Exchanges
import Market
import Messages
import Storage

/// Looks through files of recorded data as a run would, and counts what is there and what is not.
enum DatasetReader {
    /// What is in some files of a group, joined by time; of several the report is the sum.
    static func look(_ paths: [String], of group: DatasetGroup) -> FileFinding {
        guard case .rows(let kind) = group.content else { return fundings(paths) }
        var finding = FileFinding(path: paths.first ?? "")
        do throws(StorageError) {
            var source = try DataFolder.open(paths, kind, SymbolID(0), group.instruments)
            var event = MarketEvent.none
            var newestTrade: Int64?
            while try source.next(into: &event) { count(event, kind, &newestTrade, &finding) }
            finding.problems += source.report.errors.map(\.description)
            for report in source.report.files {
                finding.missing += report.missing
                finding.add(report)
            }
        } catch { finding.refusal = "\(error)" }
        return finding
    }

    private static func fundings(_ paths: [String]) -> FileFinding {
        let all = paths.map { FundingReader($0).finding }
        return all.dropFirst().reduce(into: all.first ?? FileFinding(path: "")) { total, finding in
            total.add(finding.report)
            total.missing += finding.missing
            total.problems += finding.problems
            total.refusal = total.refusal ?? finding.refusal
        }
    }

    private static func count(
        _ event: MarketEvent, _ kind: DataKind, _ newestTrade: inout Int64?, _ finding: inout FileFinding
    ) {
        switch event.message {
        case .kline(let kline): if kline.volume <= 0 { finding.zeros += 1 }
        // Single trades have holes in their numbers on futures: what is no trade of the market is left out.
        case .trade(let trade) where kind == .aggTrades:
            if let newest = newestTrade, trade.tradeID > newest + 1 {
                finding.missing += UInt64(trade.tradeID - newest - 1)
                if finding.problems.count < SourceReport.keptLimit {
                    let count = trade.tradeID - newest - 1
                    finding.problems.append(
                        "\(finding.report.path): \(count) trades are missing after number \(newest)")
                }
            }
            newestTrade = trade.tradeID
        default: break
        }
    }
}
