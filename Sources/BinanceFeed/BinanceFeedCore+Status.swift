import Exchanges
import Market

/// How the feed does, for `status`.
extension BinanceFeedCore {
    /// Bytes of the lines of all symbols at most: an answer is one frame of 64 KiB, and has other parts, too.
    private static let roomOfSymbols = 40 * 1024
    /// Names of symbols in a line for a person at most.
    private static let namesShown = 5

    /// Members of a JSON object, as a stage says them: the connections, the counts of what was missed and
    /// mended, and each symbol with what came of it, what was told, and the state of its book and streams.
    /// Where there are more symbols than have room those come first that lack something.
    public func statusFields(at moment: Moment) -> [String] {
        var (lines, room) = ([String](), Self.roomOfSymbols)
        for symbol in instruments.symbols.filter(lacks) + instruments.symbols.filter({ !lacks($0) }) {
            let line = line(symbol, moment)
            room -= line.utf8.count + 1
            if room < 0 { break }
            lines.append(line)
        }
        return [
            "\"feed\":{\(totals(at: moment))}",
            "\"connections\":[\(connections.all.map { line($0, moment) }.joined(separator: ","))]",
            "\"feed_symbols\":{\(lines.joined(separator: ","))}",
            "\"feed_symbols_left_out\":\(instruments.count - lines.count)",
        ]
    }

    /// The same in a line for a person: what is connected, and which symbols lack something.
    public var statusLine: String {
        let live = connections.all.count { $0.active?.phase == .live }
        let wanted = instruments.symbols.filter { isWanted[$0.int] }
        let lacking = instruments.symbols.filter(lacks)
        let shown = lacking.prefix(Self.namesShown).map { ForeignText.shown(instruments.name($0)) }
        let more = lacking.count > shown.count ? " and \(lacking.count - shown.count) more" : ""
        return "Market: \(live) of \(connections.all.count) connections live, \(connections.losses) lost; "
            + "\(wanted.count) pairs; weight \(requests.budget.used) of \(requests.budget.usable); "
            + "\(complaints.count) messages unusable"
            + (lacking.isEmpty ? "" : "; incomplete: \(shown.joined(separator: ", "))\(more)")
    }

    /// Whether a symbol is left out, its book is not whole, or one of its streams tells nothing.
    private func lacks(_ symbol: SymbolID) -> Bool {
        guard isWanted[symbol.int] else { return true }
        return books.isWaiting(symbol)
            || kinds.contains {
                let state = streams.state(StreamTable.place(symbol, $0))
                return state == .off || state == .silent
            }
    }

    private func totals(at moment: Moment) -> String {
        let numbers: [(String, String)] = [
            ("ready", isReady ? "true" : "false"),
            ("clock_offset_ms", "\(clock.offset.nanoseconds / 1_000_000)"),
            ("clock_error_ms", clock.isKnown ? "\(clock.error.nanoseconds / 1_000_000)" : "null"),
            ("unusable", "\(complaints.count)"),
            ("connections_lost", "\(connections.losses)"),
            ("requests_waiting", "\(requests.count)"),
            ("weight_used", "\(requests.budget.used)"), ("weight_usable", "\(requests.budget.usable)"),
            ("paused_s", "\(max(0, Self.age(moment.monotonic, until: requests.pausedUntil)))"),
            ("stale_snapshots", "\(books.staleSnapshots)"),
            ("trades_doubled", "\(trades.duplicates)"), ("trades_fetched", "\(trades.filled)"),
            ("trades_missing", "\(trades.missing)"),
            ("candles_doubled", "\(candles.duplicates)"), ("candles_fetched", "\(candles.filled)"),
            ("candles_compared", "\(candles.checked)"), ("candles_differing", "\(candles.differing)"),
        ]
        return numbers.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
    }

    private func line(_ link: FeedLink, _ moment: Moment) -> String {
        let state =
            switch link.active?.phase {
            case nil: "none"
            case .opening: "opening"
            case .subscribing: "subscribing"
            case .live: link.next == nil ? "live" : "replaced"
            }
        return "{\"state\":\"\(state)\",\"streams\":\(link.streams.count),"
            + "\"messages\":\(link.active?.messages ?? 0),\"bytes\":\(link.active?.bytes ?? 0)}"
    }

    private func line(_ symbol: SymbolID, _ moment: Moment) -> String {
        let name = ForeignText.json(instruments.name(symbol))
        guard isWanted[symbol.int] else { return "\(name):{\"state\":\"left out\"}" }
        let lines = kinds.map { kind in
            let place = StreamTable.place(symbol, kind)
            let state = streams.state(place)
            let age = state == .off ? "null" : "\(Self.age(streams.lastAt(place), until: moment.monotonic))"
            return "\"\(kind)\":{\"state\":\"\(state)\",\"messages\":\(streams.count(place)),"
                + "\"unusable\":\(streams.unusable(place)),\"age_s\":\(age)}"
        }
        let book = books.isWaiting(symbol) ? "waiting" : "whole"
        return "\(name):{\"messages_sent\":\(sent[symbol.int]),\"book\":\"\(book)\","
            + "\"book_breaks\":\(books.breaks(symbol)),\(lines.joined(separator: ","))}"
    }

    /// Whole seconds from one moment to another.
    private static func age(_ start: Int64, until end: Int64) -> Int64 {
        let (span, isBeyond) = end.subtractingReportingOverflow(start)
        return isBeyond ? 0 : span / 1_000_000_000
    }
}
