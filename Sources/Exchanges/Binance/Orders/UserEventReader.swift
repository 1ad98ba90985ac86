import CSimdJSON
import Market
import Messages

/// Reads the messages of an account's stream, of either market.
///
/// A message of spot lies in an envelope with the number of its subscription, one of futures does not; the
/// members of an order have the same letters in both.
package struct UserEventReader {
    private let json: JSONReader
    private let names: NameTable
    let reader: OrderReader

    /// - Parameter names: the pairs of the run in the exchange's spelling, in their order.
    package init(_ json: JSONReader, _ names: NameTable) {
        (self.json, self.names, reader) = (json, names, OrderReader(json, names))
    }

    private static let outer: [StaticString] = [
        "=event", "e", "E", "T", "=o", "=a", "id", "status", "=error", "stream", "=data",
    ]

    /// What a message says.
    package func read(_ text: UnsafeRawBufferPointer) throws(FeedProblem) -> UserEvent {
        var inner: [UInt8] = []
        var found: UserEvent?
        var body: (kind: Kind, bytes: [UInt8], time: Timestamp)?
        try json.rows(of: text, Self.outer) { (cells) throws(FeedProblem) in
            if cells[0].count > 0 || cells[10].count > 0 {
                inner = Array(cells[0].count > 0 ? cells[0].raw : cells[10].raw)
            } else if cells[1].count > 0 {
                let kind = Kind(cells[1])
                let time = cells[3].count > 0 ? cells[3] : cells[2]
                let part = kind == .futuresAccount ? cells[5].raw : cells[4].raw
                let bytes = kind.isNested ? Array(part) : Array(text)
                body = (kind, bytes, try time.time("E"))
                if kind == .other { found = .other(FieldText.excerpt(cells[1].raw)) }
            } else if cells[6].count > 0 || cells[7].count > 0 {
                inner = Array(cells[8].raw)
                found = try reply(cells)
            }
        }
        if case .reply(let id, let refusal?) = found, !inner.isEmpty {
            return .reply(id: id, try self.refusal(inner, refusal.status))
        }
        if let found { return found }
        if let body { return try event(body.kind, body.bytes, body.time) }
        guard !inner.isEmpty else { return .other(FieldText.excerpt(text)) }
        return try inner.withUnsafeBufferPointer { (bytes) throws(FeedProblem) -> UserEvent in
            try read(UnsafeRawBufferPointer(bytes))
        }
    }

    private func reply(_ cells: UnsafeBufferPointer<csj_text>) throws(FeedProblem) -> UserEvent {
        let id = FieldText.integer(cells[6].raw) ?? -1
        let status = cells[7].count > 0 ? Int(try cells[7].number("status")) : 200
        guard status != 200 || cells[8].count > 0 else { return .reply(id: id, nil) }
        return .reply(id: id, ExchangeRefusal(status: status, code: 0, text: ""))
    }

    private func refusal(_ body: [UInt8], _ status: Int) throws(FeedProblem) -> ExchangeRefusal {
        var found = ExchangeRefusal(status: status, code: 0, text: "")
        try reader.rows(body, "", ["code", "msg"]) { (cells) throws(FeedProblem) in
            found = ExchangeRefusal(
                status: status, code: Int(try cells[0].whole("code")),
                text: ForeignText.shown(cells[1].raw, limit: 120))
        }
        return found
    }

    private func event(_ kind: Kind, _ body: [UInt8], _ time: Timestamp) throws(FeedProblem) -> UserEvent {
        switch kind {
        case .order, .spotOrder: .order(try order(body, time))
        case .conditional: .order(try conditional(body, time))
        case .futuresAccount: .account(try futuresAccount(body, time))
        case .spotAccount: .account(try spotAccount(body, time))
        case .transfer: .transfer(try transfer(body))
        case .list: try list(body)
        case .keyExpired: .ended(why: "the key to the account's stream has expired")
        case .terminated: .ended(why: "the exchange ended the account's stream")
        case .shutdown: .ended(why: "the exchange shuts the connection down")
        case .other: .other("")
        }
    }
}

extension UserEventReader {
    /// The events that are read.
    private enum Kind {
        case order, spotOrder, conditional, futuresAccount, spotAccount, transfer, list, keyExpired
        case terminated, shutdown, other

        init(_ cell: csj_text) {
            let known: [(StaticString, Kind)] = [
                ("ORDER_TRADE_UPDATE", .order), ("executionReport", .spotOrder),
                ("ALGO_UPDATE", .conditional), ("ACCOUNT_UPDATE", .futuresAccount),
                ("outboundAccountPosition", .spotAccount),
                ("balanceUpdate", .transfer), ("listStatus", .list), ("listenKeyExpired", .keyExpired),
                ("eventStreamTerminated", .terminated), ("serverShutdown", .shutdown),
            ]
            self = known.first { FieldText.equal(cell.raw, $0.0) }?.1 ?? .other
        }

        /// Whether what it says lies in a member of its own.
        var isNested: Bool { self == .order || self == .conditional || self == .futuresAccount }
    }

    private static let order: [StaticString] = [
        "s", "i", "c", "C", "X", "S", "q", "z", "p", "P", "sp", "x", "t", "l", "L", "n", "N", "m", "T", "R",
    ]

    private func order(_ body: [UInt8], _ time: Timestamp) throws(FeedProblem) -> OrderUpdate {
        var found: OrderUpdate?
        try reader.rows(body, "", Self.order) { (cells) throws(FeedProblem) in
            var update = OrderUpdate()
            update.time = time
            update.kind = Self.execution(cells[11])
            update.order.symbol = reader.symbol(cells[0])
            update.order.number = try cells[1].number("i")
            // Of an order that was taken back `c` is the cancel's own id.
            update.order.name = OrderName(cells[3].count > 0 ? cells[3].raw : cells[2].raw)
            update.order.status = try cells[4].status("X")
            update.order.side = try cells[5].side("S")
            update.order.quantity = try cells[6].amount("q")
            update.order.executed = try cells[7].amount("z")
            update.order.price = try cells[8].amount("p", isOptional: true)
            let trigger = cells[9].count > 0 ? cells[9] : cells[10]
            update.order.trigger = try trigger.amount("P", isOptional: true)
            update.order.updated = time
            update.order.reduces = cells[19].count > 0 ? try cells[19].flag("R") : false
            update.trade = try trade(cells, update.order, time)
            found = update
        }
        guard let found else { throw .badValue(column: "i", found: "", expected: "an order") }
        return found
    }

    /// The fill of an order's event: its last quantity and price, where there is one.
    private func trade(
        _ cells: UnsafeBufferPointer<csj_text>, _ order: ExchangeOrder, _ time: Timestamp
    ) throws(FeedProblem) -> ExchangeTrade? {
        let quantity: Quantity = try cells[13].amount("l", isOptional: true)
        guard quantity.isPositive else { return nil }
        var trade = ExchangeTrade()
        (trade.symbol, trade.order, trade.side) = (order.symbol, order.number, order.side)
        trade.number = try cells[12].number("t")
        trade.quantity = quantity
        trade.price = try cells[14].price("L")
        trade.fee = cells[15].count > 0 ? try cells[15].signed("n") : 0
        trade.feeAsset = ShortLabel(clipping: cells[16].word)
        trade.isMaker = cells[17].count > 0 ? try cells[17].flag("m") : false
        trade.time = cells[18].count > 0 ? try cells[18].time("T") : time
        return trade
    }

    private static func execution(_ cell: csj_text) -> OrderUpdate.Kind {
        let known: [(StaticString, OrderUpdate.Kind)] = [
            ("NEW", .new), ("CANCELED", .canceled), ("REPLACED", .replaced), ("AMENDMENT", .replaced),
            ("REJECTED", .rejected), ("TRADE", .trade), ("EXPIRED", .expired),
            ("TRADE_PREVENTION", .prevented), ("CALCULATED", .calculated),
        ]
        return known.first { FieldText.equal(cell.raw, $0.0) }?.1 ?? .other
    }

    private static let conditional: [StaticString] = [
        "s", "aid", "caid", "X", "S", "q", "tp", "ai", "p", "R",
    ]

    private func conditional(_ body: [UInt8], _ time: Timestamp) throws(FeedProblem) -> OrderUpdate {
        var found: OrderUpdate?
        try reader.rows(body, "", Self.conditional) { (cells) throws(FeedProblem) in
            var update = OrderUpdate()
            update.time = time
            update.order.isConditional = true
            update.order.symbol = reader.symbol(cells[0])
            update.order.number = try cells[1].number("aid")
            update.order.name = OrderName(cells[2].raw)
            update.order.status = try cells[3].conditionalStatus("X")
            update.order.side = try cells[4].side("S")
            update.order.quantity = try cells[5].amount("q")
            update.order.trigger = try cells[6].amount("tp", isOptional: true)
            update.order.child = cells[7].count > 0 ? try cells[7].number("ai") : 0
            update.order.price = try cells[8].amount("p", isOptional: true)
            update.order.reduces = cells[9].count > 0 ? try cells[9].flag("R") : false
            update.order.updated = time
            found = update
        }
        guard let found else { throw .badValue(column: "aid", found: "", expected: "an order") }
        return found
    }
}
