import Exchanges
import Market
import Storage

/// Whole CSV files, plain, packed by gzip or in a zip archive: what they unpack to, in which order, and what of
/// them is used twice. Events come in order, and each line is used or counted, whatever the bytes.
struct DataFileBorder: Border {
    static let name = "data-file"
    private let folder: String

    init(folder: String) { self.folder = folder }

    mutating func feed(_ bytes: [UInt8]) -> String {
        let (first, second) = ("\(folder)/a.csv", "\(folder)/b.csv")
        Folder.write(first, bytes)
        Folder.write(second, Array(bytes.prefix(bytes.count / 2)))
        defer { Folder.clear(folder) }
        return [
            Self.outcome([first], LineParser.klines(symbol: SymbolID(0), interval: .m1)),
            Self.outcome([first, second], LineParser.klines(symbol: SymbolID(0), interval: .m1)),
            Self.outcome([first], LineParser.aggTrades(symbol: SymbolID(0))),
        ].joined(separator: " ")
    }

    private static func outcome(_ paths: [String], _ parser: LineParser) -> String {
        do throws(StorageError) {
            var source = try CSVSource(paths, parser: parser)
            var newest = Timestamp.zero
            var count: UInt64 = 0
            while let event = try source.next() {
                precondition(event.time >= newest, "events run back")
                newest = event.time
                count += 1
            }
            let report = source.report
            precondition(count + report.leftOut.count == report.lines, "lines are lost")
            let problems = Set(report.errors.map { caseName($0.problem) }).sorted()
            return ((count > 0 ? ["event"] : []) + problems).joined(separator: ",")
        } catch { return caseName(error) }
    }
}
