import Exchanges
import Market
import Storage

/// Looks through files of funding rates: no run reads them yet, and no loader does.
struct FundingReader {
    private static let header = "calc_time,funding_interval_hours,last_funding_rate"
    /// Nothing funds more than this at once, either way.
    private static let largestRate = 0.1

    private(set) var finding: FileFinding
    private var newest: Timestamp?

    init(_ path: String) {
        finding = FileFinding(path: path)
        finding.report.order = .asWritten
        do throws(StorageError) {
            let reader = try LineReader(path)
            while let line = reader.next() { take(line, number: reader.line) }
            guard let why = reader.end.why else { return }
            finding.report.leftOut.cut += 1
            tell(reader.line + 1, why)
        } catch { finding.refusal = "\(error)" }
    }

    private mutating func tell(_ line: Int, _ why: String) {
        guard finding.problems.count < SourceReport.keptLimit else { return }
        finding.problems.append(ForeignText.line("\(finding.report.path):\(line): \(why)"))
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, number: Int) {
        var line = line
        if line.last == UInt8(ascii: "\r") { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        if number == 1, line.elementsEqual(Self.header.utf8) {
            return finding.report.layout = "3 columns with a header, times in ms"
        }
        finding.report.lines += 1
        let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { UnsafeRawBufferPointer(rebasing: $0) }
        guard fields.count == 3, let milliseconds = FieldText.integer(fields[0]),
            (1_230_768_000_000..<4_102_444_800_000).contains(milliseconds),
            let hours = FieldText.integer(fields[1]), (1...24).contains(hours),
            let rate = FieldText.number(fields[2]), abs(rate) <= Self.largestRate
        else {
            finding.report.leftOut.unreadable += 1
            return tell(number, "\"\(FieldText.excerpt(line))\" is no funding; expected \(Self.header)")
        }
        place(Timestamp(milliseconds: milliseconds), hours: hours, number)
    }

    private mutating func place(_ time: Timestamp, hours: Int64, _ number: Int) {
        if let newest, time <= newest {
            if time == newest {
                finding.report.leftOut.doubled += 1
            } else {
                finding.report.leftOut.late += 1
            }
            return tell(number, "calc_time \(time) follows \(newest); expected a later one")
        }
        if let newest {
            // They are told some milliseconds beside the hour.
            let steps = ((time - newest).seconds / 3600 / Double(hours)).rounded()
            if steps > 1 {
                finding.missing += UInt64(steps) - 1
                tell(number, "calc_time: \(Int(steps) - 1) fundings are missing after \(newest)")
            }
        }
        newest = time
        finding.report.used += 1
        finding.report.first = min(finding.report.first, time)
        finding.report.last = max(finding.report.last, time)
    }
}

extension LineReader.End {
    /// Why there is no more, where there should be.
    var why: String? {
        switch self {
        case .whole: nil
        case .broken(let byte, let why): "the compressed file breaks at byte \(byte) (\(why))"
        case .tooLarge(let why): why
        case .endlessLine: "a line has no end"
        }
    }
}
