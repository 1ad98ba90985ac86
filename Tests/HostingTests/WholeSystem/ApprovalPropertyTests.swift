import Configuration
import Market
import Messages
import Stages
import TestSupport
import Testing

/// No entry reaches the venue without an approval, whatever is asked, halted, lost or moved.
@Suite struct ApprovalPropertyTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `every entry at the venue has its approval, and the children never exceed it`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let house = House(random.once(in: 2) ? .standard : .operational)
        house.minute()
        for number in 0..<120 { disturb(house, number, &random) }
        house.halt(false)
        house.minutes(5)
        let entries = try #require(house.venue).placed.filter { !$0.reduces }
        var total: [Label: Quantity] = [:]
        for entry in entries { total[entry.clientOrderID.signal, default: .zero] += entry.quantity }
        for (signal, quantity) in total {
            let approved = house.log.verdicts.filter { $0.id.subject == signal && $0.verdict.approved }
            let largest = approved.map(\.verdict.quantity).max() ?? .zero
            #expect(quantity <= largest, "seed \(seed): \(signal) placed \(quantity), approved \(largest)")
        }
        #expect(!entries.isEmpty, "seed \(seed) never entered")
        #expect(house.log.verdicts.contains { !$0.verdict.approved }, "seed \(seed) never was refused")
    }

    private func disturb(_ house: House, _ number: Int, _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: house.halt(random.once(in: 3))
        case 1: house.host.link(.riskManager, random.once(in: 4) ? .down : .up)
        case 2: submitUnapproved(house, number, &random)
        case 3...6: house.send(signal(house, number, &random))
        default:
            let moves = house.prices.map { $0 * Double.random(in: 0.995...1.005, using: &random) }
            house.minute(moves)
        }
    }

    private func signal(_ house: House, _ number: Int, _ random: inout SeededGenerator) -> Signal {
        let symbol = SymbolID(Int.random(in: 0..<3, using: &random))
        let side: Side = random.once(in: 2) ? .buy : .sell
        let price = house.prices[symbol.int]
        let value = Double.random(in: 1...2_500, using: &random)
        let stop = price * (1 - Double(side.sign) * Double.random(in: -0.002...0.02, using: &random))
        return House.signal(
            Label(clipping: "s\(number)"), symbol, side, value / price, stop: random.once(in: 8) ? nil : stop)
    }

    /// Somebody talks to the executor past the risk manager.
    private func submitUnapproved(_ house: House, _ number: Int, _ random: inout SeededGenerator) {
        var order = SubmitOrder()
        order.intent.clientOrderID = ClientOrderID(signal: Label(clipping: "forged\(number)"), leg: 1)
        order.intent.symbol = House.btc
        order.intent.quantity = Quantity(0.002) ?? .zero
        order.intent.referencePrice = Price(house.prices[0]) ?? .zero
        order.intent.stopLoss = Price(house.prices[0] * 0.98) ?? .zero
        order.intent.expires = house.time + .minutes(2)
        if random.once(in: 2) {
            order.approvedQuantity = order.intent.quantity
            order.approvalExpires = house.time - .seconds(1)
        }
        let answer = house.host.request(.executor, RequestID(order.intent.clientOrderID, .submit), .submit(order))
        guard case .submitAnswer(let said)? = answer else { return #expect(Bool(false), "no answer") }
        #expect(!said.accepted)
    }
}
