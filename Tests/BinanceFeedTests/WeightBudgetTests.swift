import Exchanges
import Market
import Testing

@testable import BinanceFeed

@Suite struct WeightBudgetTests {
    private let minute = Timestamp(milliseconds: 1_746_662_400_000)

    @Test func `a minute's weight is used up, and the next minute has all of it again`() {
        var budget = WeightBudget(limit: 100, share: 0.8)
        let first = budget.spend(60, at: minute)
        budget.settle(60, told: 60, at: minute)
        let second = budget.spend(30, at: minute + .milliseconds(59_999))
        let third = budget.spend(30, at: minute + .minutes(1))
        #expect(first && !second && third)
    }

    @Test func `what weighs nothing goes while the exchange's own limit is not passed`() {
        var budget = WeightBudget(limit: 100, share: 0.8)
        _ = budget.spend(1, at: minute)
        budget.settle(1, told: 100, at: minute)
        let (order, question) = (budget.spend(0, at: minute), budget.spend(1, at: minute))
        budget.settle(0, told: 101, at: minute)
        let beyond = budget.spend(0, at: minute)
        #expect(order && !question && !beyond)
    }

    @Test func `an exchange whose clock turns out to be behind gives each of its minutes all the same`() {
        var budget = WeightBudget(limit: 100, share: 0.8)
        _ = budget.spend(1, at: minute + .days(365))
        budget.settle(1, told: 100, at: minute)
        let within = budget.spend(1, at: minute + .milliseconds(30_000))
        let after = budget.spend(1, at: minute + .minutes(1))
        #expect(!within && after)
    }
}
