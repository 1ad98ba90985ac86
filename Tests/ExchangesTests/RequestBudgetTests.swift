import Exchanges
import Market
import TestSupport
import Testing

@Suite struct RequestBudgetTests {
    private let time = Timestamp(milliseconds: 1_746_700_020_000)
    private var minute: Timestamp { time.floor(to: .minutes(1)) }

    private func budget(_ limit: Int = 100) -> RequestBudget {
        RequestBudget([BudgetWindow(.minutes(1), limit: limit)])
    }

    @Test func `a fifth is kept for exits`() {
        var budget = budget()
        #expect(budget.take(80, .entry, at: time) == .granted)
        for urgency in RequestUrgency.allCases where urgency != .exit {
            #expect(budget.take(1, urgency, at: time) == .wait(until: minute + .minutes(1)), "\(urgency)")
        }
        #expect(budget.take(20, .exit, at: time) == .granted)
        #expect(budget.take(1, .exit, at: time) == .wait(until: minute + .minutes(1)))
    }

    @Test func `a window begins with a full multiple on the exchange's clock`() {
        var budget = budget()
        #expect(budget.take(80, .query, at: minute + .seconds(59)) == .granted)
        #expect(budget.take(80, .query, at: minute + .minutes(1)) == .granted)
        #expect(budget.windows[0].used == 80)
    }

    @Test func `the exchange's count corrects upwards alone`() {
        var budget = budget()
        _ = budget.take(10, .query, at: time)
        budget.correct(0, told: 75, at: time)
        #expect(budget.windows[0].used == 75)
        budget.correct(0, told: 3, at: time)
        #expect(budget.windows[0].used == 75)
        budget.correct(0, told: .max, at: time)
        #expect(budget.take(1, .exit, at: time) != .granted)
        budget.correct(0, told: .min, at: time + .minutes(1))
        #expect(budget.windows[0].used == 0)
    }

    @Test func `an order counts in all windows, and waits for the one that ends last`() {
        var budget = RequestBudget([BudgetWindow(.seconds(10), limit: 10), BudgetWindow(.minutes(1), limit: 15)])
        #expect(budget.take(8, .entry, at: minute) == .granted)
        #expect(budget.take(1, .entry, at: minute) == .wait(until: minute + .seconds(10)))
        #expect(budget.take(5, .entry, at: minute + .seconds(10)) == .wait(until: minute + .minutes(1)))
        #expect(budget.windows.map(\.used) == [0, 8], "what waits is not counted")
        #expect(budget.take(4, .entry, at: minute + .seconds(10)) == .granted)
        #expect(budget.take(1, .entry, at: minute + .minutes(1)) == .granted)
    }

    @Test func `a clock that is corrected backwards gives nothing twice, and one that was years ahead is forgotten`() {
        var budget = budget()
        #expect(budget.take(80, .query, at: minute) == .granted)
        #expect(budget.take(80, .query, at: minute - .seconds(2)) != .granted)
        #expect(budget.take(1, .query, at: minute + .minutes(2)) == .granted)
        #expect(budget.take(80, .query, at: minute) == .granted)
    }

    @Test func `a request larger than all goes alone`() {
        var budget = budget()
        #expect(budget.take(500, .history, at: time) == .granted)
        #expect(budget.take(1, .exit, at: time) != .granted)
        #expect(budget.take(500, .history, at: time + .minutes(1)) == .granted)
    }

    @Test func `a longer pause stands, and one beyond three days is garbage`() {
        var budget = budget()
        budget.pause(until: time + .minutes(5), at: time)
        budget.pause(until: time + .seconds(1), at: time)
        #expect(budget.pause(at: time) == time + .minutes(5))
        #expect(budget.take(1, .exit, at: time) == .wait(until: time + .minutes(5)))
        budget.pause(until: Timestamp(nanoseconds: .max), at: time)
        #expect(budget.pause(at: time) == time + .minutes(3 * 24 * 60))
        #expect(budget.pause(at: time - .minutes(1)) == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `no window ever has more than its limit`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var budget = RequestBudget([BudgetWindow(.seconds(10), limit: 30), BudgetWindow(.minutes(1), limit: 100)])
        var spent: [(at: Timestamp, amount: Int)] = []
        var now = minute
        for _ in 0..<2000 {
            now = now + .seconds(Int64.random(in: 0...2, using: &random))
            let amount = Int.random(in: 1...5, using: &random)
            let urgency = RequestUrgency.allCases.randomElement(using: &random)!
            switch budget.take(amount, urgency, at: now) {
            case .granted: spent.append((now, amount))
            case .wait(let until): #expect(until > now, "seed \(seed)")
            }
        }
        for (length, limit) in [(TimeSpan.seconds(10), 30), (.minutes(1), 100)] {
            let sums = Dictionary(grouping: spent) { $0.at.floor(to: length) }.mapValues { $0.reduce(0) { $0 + $1.amount } }
            #expect(sums.values.allSatisfy { $0 <= limit }, "seed \(seed)")
            #expect(sums.values.contains { $0 > limit * 4 / 5 }, "exits went beyond: seed \(seed)")
        }
    }
}
