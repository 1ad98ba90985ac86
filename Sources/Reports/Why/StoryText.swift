import Market
import Messages
import Telemetry

/// One signal's story in sentences, in 80 columns: what was done, why, how it ended and what it brought.
/// What the journal does not tell is said to be unknown.
struct StoryText {
    let story: Story
    let book: StoryBook
    let facts: WhyFacts

    /// All of it.
    var text: String {
        var lines = Paragraph.lines(headline)
        lines += section("What happened", happened)
        lines += section("Why", why)
        lines += section("Size, stop and target", sized)
        lines += section("Risk", risked)
        lines += section("Execution", executed)
        lines += section("How it ended", ended)
        lines += section("What it brought", brought)
        lines += section("Of the journal", book.journal.notes)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Sentences below a title; nothing where there are none.
    private func section(_ title: String, _ sentences: [String]) -> [String] {
        sentences.isEmpty ? [] : ["", title] + sentences.flatMap { Paragraph.lines($0, after: "  ") }
    }

    // MARK: - Words

    var pair: String { story.pair ?? "an unknown pair" }
    /// The asset that is bought and sold.
    var base: String { String(pair.prefix { $0 != "/" }) }

    /// "buy 0.003 BTC/USDT"
    private var what: String {
        let side = story.side.map(\.name) ?? "trade"
        return "\(side) \(story.quantity.map { "\($0) " } ?? "")\(pair)"
    }

    private var headline: String {
        let kind = story.isExit ? "exit" : "entry"
        return "\(story.id): \(kind), \(what), \(outcome)"
    }

    /// How it stands in a few words.
    private var outcome: String {
        let state = StoryOutcome(story).words
        guard let trade = story.trade, trade.ending != nil, !story.isRefused else { return state }
        return "\(state), \(trade.net.signed(2)) USDT net"
    }

    /// "2025-05-04 at 23:00 UTC"
    static func moment(_ time: Timestamp) -> String {
        let text = time.minuteText
        return "\(text.prefix(10)) at \(text.dropFirst(11)) UTC"
    }

    /// The clock alone where the day is the signal's own.
    func clock(_ time: Timestamp) -> String {
        time.day == story.time.day ? "\(time.minuteText.dropFirst(11)) UTC" : Self.moment(time)
    }

    static func figure(_ value: Double, _ decimals: Int) -> String {
        value.isFinite ? RunSummary.number(value, decimals) : "unknown"
    }

    static func share(_ fraction: Double, _ decimals: Int) -> String {
        fraction.isFinite ? RunSummary.percent(fraction, decimals) : "unknown"
    }

    // MARK: - What happened

    private var happened: [String] {
        let who =
            story.signal.map { "\($0.value.strategyID.isEmpty ? "L2" : "\($0.value.strategyID)")" }
            ?? "A signal from outside"
        let deed =
            story.isExit ? "to close what was open" : story.side == .buy ? "to go long" : "to go short"
        var first = "On \(Self.moment(story.time)) \(who) asked to \(what), \(deed)"
        if let signal = story.signal?.value, signal.confidence.isFinite {
            first += ", with a confidence of \(Self.share(signal.confidence, 0))"
        }
        return [first + "."] + (story.isRefused ? [refusal] : [filledText]).filter { !$0.isEmpty }
    }

    /// Why nothing came of it.
    private var refusal: String {
        if let report = story.report {
            let verb =
                switch report.value.status {
                case .expired: "It expired"
                case .cancelled: "It was cancelled"
                default: "It was refused"
                }
            return "\(verb) on \(Self.moment(report.time)): \(report.value.reason.text)."
        }
        guard let alert = story.alerts.last else { return "" }
        return "It was refused on \(Self.moment(alert.time)): \(alert.value.reason.text)."
    }

    private var filledText: String {
        guard story.executed.isPositive else {
            return story.orders.isEmpty && story.fills.isEmpty
                ? "The journal ends before anything was done for it." : "Nothing of it was filled yet."
        }
        let last = story.ownFills.last.map { clock($0.time) } ?? ""
        let verb = story.side == .buy ? "Bought" : "Sold"
        let whole = story.quantity.map { $0 > story.executed ? " of \($0)" : "" } ?? ""
        var text = "\(verb) \(story.executed)\(whole) \(base) at \(story.price), by \(last)."
        if let report = story.report?.value, report.status == .partiallyFilled {
            text += " The rest was not filled: \(report.reason.text)."
        }
        return text
    }
}
