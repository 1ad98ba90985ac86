import Market
import Messages
import Telemetry

/// The orders of a journal as a table: when, what, at which price, what it brought and how it ended.
struct WhyList {
    let stories: [Story]
    /// Event time in every row with its year, where they are of several years.
    private let isOfOneYear: Bool

    init(_ stories: [Story]) {
        self.stories = stories
        isOfOneYear = Set(stories.map { $0.time.minuteText.prefix(4) }).count < 2
    }

    var text: String {
        guard !stories.isEmpty else { return "no orders\n" }
        let time = isOfOneYear ? "\(stories[0].time.minuteText.prefix(4)) (UTC)" : "time (UTC)"
        let head = ["order", time, "what", "pair", "price", "profit", "outcome"]
        let rows = [head] + stories.map(row)
        let lines = Columns.lines(rows, left: [0, 1, 2, 3, 6])
        return (lines + [""] + Paragraph.lines(legend)).joined(separator: "\n") + "\n"
    }

    private func row(_ story: Story) -> [String] {
        let time = story.time.minuteText
        let what = "\(story.side?.name ?? "?") \(story.isExit ? "exit" : "entry")"
        return [
            story.id, isOfOneYear ? String(time.dropFirst(5)) : time, what, story.pair ?? "?",
            story.price.present.map(\.description) ?? "-", Self.profit(story), StoryOutcome(story).word,
        ]
    }

    /// The trade's profit after costs, at its entry; in brackets at the order that closed it.
    private static func profit(_ story: Story) -> String {
        guard !story.isRefused, let trade = story.trade, trade.ending != nil else { return "-" }
        let text = trade.net.signed(2)
        return story.isExit && !trade.isTakenOver ? "(\(text))" : text
    }

    /// What the figures mean, and their sum.
    private var legend: String {
        let trades = Set(
            stories.compactMap { $0.isRefused ? nil : $0.trade }.filter { $0.ending != nil })
        let net = trades.reduce(Money.zero) { $0 + $1.net }
        let refused = stories.count(where: \.isRefused)
        return
            "\(stories.count) orders, \(refused) of them refused or expired; \(trades.count) closed trades "
            + "brought \(net.signed(2)) USDT. Profit is the whole trade's after fees and funding, in "
            + "brackets where it stands at the trade's entry, too. `strata why ORDER` tells more of one."
    }
}
