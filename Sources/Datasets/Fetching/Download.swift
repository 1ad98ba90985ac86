import BinanceFeed
import Bus
import Exchanges
import Files
import Glibc
import Market
import Stages
import Storage
import Telemetry

/// Fetches recorded data from an exchange into files that a run reads, and goes on where it was stopped.
public final class Download {
    /// How long what is over is left alone: the exchange's clock is known to some milliseconds alone.
    private static let settling: Int64 = 2_000_000_000

    private let order: DownloadOrder
    private let tell: (DownloadNews) -> Void
    private let runner: HistoryRunner
    private var pieces: [DownloadPiece] = []
    private var parts: [Int: PartFile] = [:]
    private var progress = DownloadProgress()
    private var failures: [String] = []
    /// Pairs of which there is anything.
    private var found: Set<String> = []
    /// Rows that were fetched, and files that are whole.
    private(set) public var rows = 0
    private(set) public var files = 0
    /// Where the wanted times end.
    private(set) public var to = Timestamp.never

    /// Makes it before anything could start a thread.
    public init(_ order: DownloadOrder, tell: @escaping (DownloadNews) -> Void) throws(HostError) {
        (self.order, self.tell) = (order, tell)
        runner = try HistoryRunner(order.names, order.market, at: order.addresses)
    }

    /// Fetches all; false where somebody stopped it.
    public func run() throws(HostError) -> Bool {
        guard try runner.begin(tell: { tell(.notice($0)) }) else { return false }
        guard runner.unknown.isEmpty else {
            throw .usage(
                "\(order.addresses.rest) does not have \(runner.unknown.joined(separator: ", ")) on its "
                    + "\(order.market == .spot ? "spot" : "um") market: look at --symbols, --market and "
                    + "the address")
        }
        to = try end()
        if (runner.now - to).nanoseconds < Self.settling {
            guard try runner.wait(Self.settling, tell: { tell(.notice($0)) }) else { return false }
        }
        pieces = order.names.flatMap(missing)
        progress.begin(pieces.map(\.rows), now: MonotonicClock.now())
        try runner.fetch(count: pieces.count, open: open, take: take) { text in
            if let text { tell(.notice(text)) }
            let line = progress.line(now: MonotonicClock.now(), pause: runner.pause)
            if let line { tell(.progress(line)) }
        }
        // What is not whole stays as it is.
        parts = [:]
        guard failures.isEmpty else {
            let words = failures.joined(separator: "; ")
            throw .failed("\(words); the same command goes on where this one ended")
        }
        let lacking = order.names.filter { !found.contains($0) }
        guard runner.isStopped || lacking.isEmpty else {
            throw .data(
                "\(order.addresses.rest) has nothing of \(lacking.joined(separator: ", ")) from "
                    + "\(order.from.minuteText) to \(to.minuteText)")
        }
        return !runner.isStopped
    }

    /// What the exchange will not change any more.
    private func end() throws(HostError) -> Timestamp {
        let now = runner.now
        var latest = now
        if case .candles(let length) = order.kind { latest = latest.floor(to: length.span) }
        let wanted = order.to ?? now.floor(to: .days(1))
        let end = min(wanted, latest.floor(to: .seconds(1)))
        guard order.from < end else {
            throw .usage(
                "there is nothing to fetch from \(order.from.minuteText) to \(wanted.minuteText): "
                    + "the exchange's clock shows \(now.minuteText); name an earlier --from, or a later --to")
        }
        if end < wanted, order.to != nil {
            let shown = now.minuteText
            tell(.notice("the exchange's clock shows \(shown): fetches up to \(end.minuteText)"))
        }
        return end
    }

    /// What of a pair is not there yet: files that are whole are not fetched again.
    private func missing(_ name: String) -> [DownloadPiece] {
        DownloadPiece.all(name, order.kind, order.market, from: order.from, to: to).flatMap { piece in
            let folder = "\(order.folder)/\(piece.folder)"
            let covered = FolderNames.all(in: folder).compactMap {
                DownloadPiece.times(of: $0, name, order.kind)
            }
            let left = piece.without(covered)
            if left != [piece] { found.insert(name) }
            if left.isEmpty { tell(.file("\(folder)/\(piece.stem): there already")) }
            return left
        }
    }

    /// Makes a file ready, and says what is to be fetched of it.
    private func open(_ place: Int) throws(HostError) -> HistoryPiece? {
        let piece = pieces[place]
        let part = try PartFile(piece, in: order.folder, source: order.addresses.rest)
        parts[place] = part
        if let newest = part.newest {
            let rows = "\(part.count) rows, from \(newest.time.minuteText)"
            tell(.notice("goes on with \(piece.stem) after \(rows)"))
            progress.note(place, rows: 0, upTo: newest.time)
        }
        return part.missing
    }

    private func take(_ place: Int, _ event: HistoryEvent) throws(HostError) {
        guard let part = parts[place] else { return }
        switch event {
        case .rows(_, let lines, let count, let newest):
            try part.append(lines, count: count, newest: newest)
            rows += count
            progress.note(place, rows: count, upTo: newest.time)
        case .finished:
            try part.finish()
            parts[place] = nil
            progress.pass(place)
            if part.count > 0 {
                files += 1
                found.insert(part.piece.rows.name)
            }
            tell(.file(Self.words(part)))
        case .failed(_, let why):
            parts[place] = nil
            failures.append("\(part.piece.stem): \(why)")
        }
    }

    /// "data/klines/um/BTCUSDT-1m-2025-05.csv.gz: 44628 candles (the exchange lacks 12), 1.1 MiB".
    private static func words(_ part: PartFile) -> String {
        guard part.count > 0 else { return "\(part.piece.stem): the exchange has nothing" }
        let rows = part.piece.rows
        let size = ByteText.words(Int64(FileBytes.size(part.path)))
        guard case .candles(let length) = rows.kind else {
            return "\(part.path): \(part.count) \(rows.kind == .trades ? "trades" : "fundings"), \(size)"
        }
        let missing = (rows.to - rows.from).nanoseconds / length.span.nanoseconds - Int64(part.count)
        let lack = missing > 0 ? " (the exchange lacks \(missing))" : ""
        return "\(part.path): \(part.count) candles\(lack), \(size)"
    }
}
