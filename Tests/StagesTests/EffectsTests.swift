import Market
import Messages
import Stages
import Testing

@Suite struct EffectsTests {
    @Test func `effects keep their order and a cleared list keeps nothing`() {
        var effects = Effects()
        effects.publish(Message(.clock), because: Causes(EventID(raw: 4)))
        effects.store(.halt(HaltRecord(halted: true)))
        effects.store(.day(DayRecord(day: 3)))
        effects.wake(TimerID(1), at: .never)
        effects.publish(Message(.fill))
        #expect(effects.published.map(\.kind) == [.clock, .fill] && effects.list.count == 5)
        #expect(effects.records == [.halt(HaltRecord(halted: true)), .day(DayRecord(day: 3))])
        let places = effects.list.compactMap { effect -> Int? in
            if case .store(let place) = effect { place } else { nil }
        }
        #expect(places == [0, 1])
        effects.clear()
        #expect(effects.list.isEmpty && effects.records.isEmpty)
    }

    @Test func `ids and timers compare by content`() {
        let order = ClientOrderID(signal: "s1", leg: 3)
        #expect(RequestID(order, .submit) == RequestID("s1", leg: 3, .submit) && RequestID(order, .submit).order == order)
        #expect(RequestID(order, .submit) != RequestID(order, .cancel) && order.text == "st-s1-3")
        #expect(TimerID(1, 5) < TimerID(2, 0) && TimerID(1, 5) < TimerID(1, 6))
    }

    @Test func `an average price is value by quantity`() {
        var record = OrderRecord(intent: OrderIntent(), status: .pending, created: .zero)
        #expect(record.averagePrice == .absent)
        record.executedQuantity = Quantity(3)
        record.executedValue = Money(100)
        #expect(record.averagePrice == Price(raw: 3_333_333_333))
    }

    @Test func `event ids sort by step, round, rank, instance and index`() {
        let ids = [
            EventID(step: 1, round: 0, rank: 0, instance: 0, index: 1), EventID(step: 1, round: 0, rank: 0, instance: 1, index: 0),
            EventID(step: 1, round: 0, rank: 2, instance: 0, index: 0), EventID(step: 1, round: 3, rank: 0, instance: 0, index: 0),
            EventID(step: 2, round: 0, rank: 0, instance: 0, index: 0), EventID(rank: 0, instance: 0, epoch: 1, counter: 0),
        ]
        #expect(ids == ids.sorted() && Set(ids).count == ids.count)
        let causes = Causes(ids[0], ids[1]).preceded(by: ids[2])
        #expect(causes.count == 3 && causes[0] == ids[2] && causes[2] == ids[1])
        #expect(causes.preceded(by: ids[2]) == causes)
    }
}
