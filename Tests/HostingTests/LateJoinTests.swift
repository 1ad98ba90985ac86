@testable import Exchanges
import Market
import Messages
import TestSupport
import Testing

extension GapRepairTests {
    private func state(_ order: String, _ status: OrderStatus) -> Message {
        var state = OrderState()
        state.clientOrderID = ClientOrderID(signal: Label(clipping: order), leg: 1)
        state.symbol = SymbolID(0)
        state.status = status
        return .orderState(state)
    }

    private func states(_ messages: [Message]) -> [String] {
        messages.compactMap { message in
            guard case .orderState(let state) = message else { return nil }
            return "\(state.clientOrderID.signal) \(state.status)"
        }
    }

    /// More than the ring holds lie between the first live order and the last.
    private func sayOrders(_ line: Line) throws {
        line.publisher.isSilent = true
        try line.say(state("a", .new))
        for order in 1...300 {
            try line.say(state("o\(order)", .new))
            try line.say(state("o\(order)", .filled))
        }
        for status in [OrderStatus.new, .partiallyFilled] { try line.say(state("b", status)) }
        line.publisher.isSilent = false
    }

    @Test(arguments: ["", "drop=0.2,double=0.2,delay=0.2,seed=4"])
    func `who joins late gets the state of each live order once`(_ faults: String) throws {
        let line = try Line(table, faults: faults)
        try sayOrders(line)
        #expect(
            try line.until {
                try? line.publisher.repeatLast(prefix: Array("order_state".utf8))
                return states(line.seen).count == 2
            })
        try line.say(state("a", .cancelled))
        #expect(try line.until { states(line.seen).count == 3 })
        try line.publisher.repeatLast(prefix: [])
        for _ in 0..<20 { try line.turn() }
        #expect(Set(states(line.seen)) == ["a new", "b partiallyFilled", "a cancelled"])
        #expect(states(line.seen).count == 3 && states(line.seen).last == "a cancelled")
        #expect(line.receiver.lost == 0)
    }

    @Test func `who hears of a topic's end first still gets its states`() throws {
        let line = try Line(table, faults: "")
        try sayOrders(line)
        #expect(try line.until { line.receiver.tellers.count == 1 })
        try line.publisher.repeatLast(prefix: [])
        #expect(try line.until { states(line.seen).count == 2 })
        #expect(states(line.seen) == ["a new", "b partiallyFilled"] && line.receiver.lost == 0)
    }

    private func account(_ asset: ShortLabel, _ profit: Int) -> Message {
        var row = Account()
        (row.asset, row.symbol, row.realisedPnL) = (asset, .none, Money(profit))
        return .account(row)
    }

    @Test func `who joins late gets the account's money and what former pairs came to, each on its topic`() throws {
        let line = try Line(table, faults: "")
        line.publisher.isSilent = true
        for row in [account(Account.formerPairs, -2), account("USDT", 7)] { try line.say(row) }
        line.publisher.isSilent = false
        let topics = line.publisher.lines.map { String(decoding: $0.bytes, as: UTF8.self) }.filter { !$0.isEmpty }
        #expect(Set(topics) == ["account/former_pairs", "account/USDT"])
        func rows() -> [String] {
            line.seen.compactMap { message in
                guard case .account(let row) = message else { return nil }
                return "\(row.asset) \(row.realisedPnL)"
            }
        }
        #expect(
            try line.until {
                try? line.publisher.repeatLast(prefix: Array("account".utf8))
                return rows().count == 2
            })
        #expect(Set(rows()) == ["former_pairs -2", "USDT 7"], "\(rows())")
    }

    /// A book as a listener keeps it.
    private func book(_ messages: [Message]) -> OrderBook {
        var book = OpeningBook(symbol: SymbolID(0))
        for case .depth(let depth) in messages { book.take(depth) }
        return book.book
    }

    private func depth(_ id: Int, _ random: inout SeededGenerator) -> Message {
        var depth = Depth()
        depth.symbol = SymbolID(0)
        depth.side = id % 2 == 0 ? .buy : .sell
        depth.updateID = Int64(id)
        (depth.isSnapshot, depth.isFirst, depth.isLast) = (id == 1, true, true)
        for _ in 0..<4 {
            let price = id % 2 == 0 ? Int.random(in: 50...99, using: &random) : Int.random(in: 101...150, using: &random)
            let level = BookLevel(price: Price(price), quantity: Quantity(Int.random(in: 0...3, using: &random)))
            _ = depth.levels.append(level)
        }
        return .depth(depth)
    }

    /// `late`: how much was said before the listener came.
    @Test(arguments: [(0, 1), (0, 2), (0, 3), (60, 4), (60, 5), (60, 6)])
    func `a book is whole whatever the line does, and for who joins late`(_ late: Int, _ seed: UInt64) throws {
        let line = try Line(table, faults: seed % 3 == 0 ? "" : "drop=0.15,double=0.15,delay=0.15,seed=\(seed)")
        var random = SeededGenerator(seed: seed)
        var said: [Message] = []
        for id in 1...200 {
            line.publisher.isSilent = id <= late
            said.append(depth(id, &random))
            try line.say(said[id - 1])
            if id % 5 == 0 { try line.turn() }
        }
        let wanted = book(said)
        #expect(!wanted.isEmpty)
        let isSame = try line.until { line.receiver.open.isEmpty && book(line.seen) == wanted }
        #expect(isSame, "seed \(seed): \(book(line.seen)) is not \(wanted)")
    }
}
