@testable import Engine
import Glibc
import Market
import Messages
import Stages
import TestSupport
import Testing

/// The conductor as a value: whom it lets handle what, and when.
struct StepLeaderTests {
    private let table = InstrumentTable([
        Instrument(
            name: "BTC/USDT", market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero,
            maxQuantity: .zero,
            minNotional: .zero)
    ])
    private let members: [Topology.Member]
    private let feed: Int
    private let l1: Int
    private let executor: Int

    init() throws {
        members =
            Topology(tacticInstances: 1)
            .members
        feed = try #require(members.firstIndex { $0.rank == .feedHandler })
        l1 = try #require(members.firstIndex { $0.rank == .l1Operational })
        executor = try #require(members.firstIndex { $0.rank == .executor })
    }

    private func said(_ topic: String, _ last: UInt64) -> Reach {
        Reach(publisher: 0, topic: Reach.Topic(clipping: topic), last: last)
    }

    /// A round that one process is to handle.
    private struct Order {
        let member: Int
        let go: Go
    }

    private func orders(_ leader: StepLeader, _ isNext: Bool) -> [Order] {
        isNext ? leader.handling.map { Order(member: $0, go: leader.go(of: $0)) } : []
    }

    private func take(_ leader: inout StepLeader, _ done: Done, from member: Int) -> [Order] {
        let isNext = leader.take(done, from: member)
        return orders(leader, isNext)
    }

    /// A leader whose processes have all joined, waiting for the feed handler's first event.
    private func begun(_ wakes: [Done.Wake] = []) -> (leader: StepLeader, orders: [Order]) {
        var leader = StepLeader(members, table)
        let isBegun = leader.start(upcoming: Timestamp(milliseconds: 60_000))
        var orders = orders(leader, isBegun)
        for order in orders {
            var done = Done(place: order.go.place)
            if order.member == feed { done.upcoming = Timestamp(milliseconds: 60_000) }
            if order.member == l1 { done.wakes = wakes }
            let next = take(&leader, done, from: order.member)
            if !next.isEmpty { orders = next }
        }
        return (leader, orders)
    }

    @Test func `all join, then the feed handler alone plays the first event`() {
        let (_, orders) = begun()
        #expect(orders.map(\.member) == [feed])
        #expect(orders.first?.go.cause == .event && orders.first?.go.place == StepPlace(step: 2))
    }

    @Test func `who hears something handles it in the next round, with the numbers to wait for`() {
        var (leader, orders) = begun()
        var done = Done(
            place: orders[0].go.place, said: [said("kline_1m/BTC/USDT", 7), said("orders/BTC/USDT", 1)])
        done.upcoming = Timestamp(milliseconds: 120_000)
        orders = take(&leader, done, from: feed)
        // Candles are heard by all but the feed handler; orders are for people alone.
        #expect(Set(orders.map(\.member)) == Set(members.indices.filter { $0 != feed }))
        #expect(orders.allSatisfy { $0.go.place == StepPlace(step: 2, round: 1) && $0.go.cause == .frames })
        #expect(
            orders.allSatisfy { $0.go.expected.map(\.last) == [7] && $0.go.expected[0].publisher == feed })
    }

    @Test func `a request is for the one to whom it is addressed`() {
        var (leader, orders) = begun()
        var done = Done(place: orders[0].go.place, said: [said("ask/executor.0/submit", 3)])
        done.upcoming = Timestamp(milliseconds: 120_000)
        orders = take(&leader, done, from: feed)
        #expect(orders.map(\.member) == [executor])
    }

    @Test func `timers due by the next event go before it, by due time and then by rank`() {
        let early = TimerPlace(rank: .l1Operational, instance: 0, timer: TimerID(1))
        let late = TimerPlace(rank: .l1Operational, instance: 0, timer: TimerID(2))
        var (leader, orders) = begun([
            Done.Wake(place: late, due: Timestamp(milliseconds: 60_000)),
            Done.Wake(place: early, due: Timestamp(milliseconds: 50_000)),
            Done.Wake(place: TimerPlace(rank: .l1Operational, instance: 0, timer: TimerID(3)), due: .never),
        ])
        #expect(orders.map(\.go.cause) == [.timer(early)])
        orders = take(&leader, Done(place: orders[0].go.place), from: l1)
        #expect(orders.map(\.go.cause) == [.timer(late)] && orders.map(\.member) == [l1])
        orders = take(&leader, Done(place: orders[0].go.place), from: l1)
        #expect(orders.map(\.go.cause) == [.event])
    }

    @Test func `an answer of another round, or told twice, changes nothing`() {
        var (leader, orders) = begun()
        let place = orders[0].go.place
        var isNext = leader.take(Done(place: StepPlace(step: 1)), from: feed)
        #expect(!isNext)
        isNext = leader.take(Done(place: place), from: l1)
        #expect(!isNext)
        #expect(leader.isWaiting)
        var done = Done(place: place, said: [said("ask/executor.0/submit", 3)])
        done.upcoming = Timestamp(milliseconds: 120_000)
        orders = take(&leader, done, from: feed)
        isNext = leader.take(done, from: feed)
        #expect(!isNext)
        #expect(leader.awaits(executor) && orders.count == 1)
    }

    @Test func `somebody outside gets a step once the step at hand is over, and the end comes last`() {
        var (leader, orders) = begun()
        let isNext = leader.request(of: executor, topic: Array("halt".utf8), payload: [1])
        #expect(!isNext)
        orders = take(&leader, Done(place: orders[0].go.place), from: feed)
        #expect(orders.map(\.member) == [executor])
        #expect(orders[0].go.cause == .request(topic: Array("halt".utf8), payload: [1]))
        orders = take(&leader, Done(place: orders[0].go.place), from: executor)
        #expect(orders.count == members.count && orders.allSatisfy { $0.go.cause == .end })
        for order in orders { _ = leader.take(Done(place: order.go.place), from: order.member) }
        #expect(leader.hasEnded)
    }
}
