import Exchanges
import Market
import Messages

/// A small exchange in memory, with one account: it takes the venue's requests, fills orders by prices that a test
/// tells, tells what happens on the account's stream, and fails by a script and a seed. It checks no signature.
struct ScriptedExchange: Sendable {
    /// How often something goes wrong.
    struct Faults: Sendable {
        var seed: UInt64 = 1
        /// A request never arrives, or its answer never does; either looks alike from outside.
        var lostRequests = 0.0
        var lostAnswers = 0.0
        /// It was done, and the answer says that nobody knows.
        var unknownAnswers = 0.0
        /// Nothing was done, and the exchange wants to be asked later.
        var busyAnswers = 0.0
        /// The machine's shared budget has none left: the request never leaves.
        var overBudget = 0.0
        /// Answers come seconds late.
        var lateAnswers = 0.0
        /// What comes is cut, or has another byte somewhere.
        var cutTexts = 0.0
        var otherBytes = 0.0
        /// Events of the stream come twice, seconds late, or the connection is cut instead.
        var doubleEvents = 0.0
        var lateEvents = 0.0
        var cutStreams = 0.0
        /// The stream can't be opened for so long after a cut, seconds.
        var outage: Int64 = 0
        /// The countdown takes conditional orders back as well.
        var countdownTakesConditionals = false
    }

    struct Order: Sendable {
        var symbol = SymbolID(0)
        var number: Int64 = 0
        var name = ""
        var side = Side.buy
        var type = "LIMIT"
        var price = Price.zero
        var trigger = Price.zero
        var quantity = Quantity.zero
        var executed = Quantity.zero
        var status = "NEW"
        var reduces = false
        var isConditional = false
        var child: Int64 = 0
        var time: Int64 = 0
        var isOpen: Bool { status == "NEW" || status == "PARTIALLY_FILLED" }
        var rest: Quantity { quantity - executed }
    }

    struct Trade: Sendable {
        var symbol = SymbolID(0)
        var number: Int64 = 0
        var order: Int64 = 0
        var side = Side.buy
        var price = Price.zero
        var quantity = Quantity.zero
        var fee: Int64 = 0
        var feeAsset = "USDT"
        var isMaker = false
        var time: Int64 = 0
    }

    /// What reaches the venue, and when.
    enum Delivery: Sendable {
        case answer(ExchangeRequestID, HTTPResponse)
        case failure(ExchangeRequestID, ConnectionEnd)
        case event(ConnectionID, String)
        case opened(ConnectionID)
        case closed(ConnectionID, ConnectionEnd)
        case pong(ConnectionID, UInt64)
        /// A request reaches the exchange.
        case request(ExchangeRequestID, HTTPRequest)
    }

    static let maker = 0.0002
    static let taker = 0.0005
    let market: MarketKind
    let instruments: InstrumentTable
    var leverages: [Int]
    var faults: Faults
    var chance: SplitMix64
    var prices: [Price]
    var orders: [Order] = []
    var trades: [Trade] = []
    /// How often each name was placed and taken.
    var placed: [String: Int] = [:]
    var lastNumber: Int64 = 1000
    var lastTrade: Int64 = 500
    var stream: ConnectionID?
    var noStreamUntil: Int64 = .min
    /// When the countdown of a pair ends.
    var countdowns: [Int64?]
    var countdownCalls: [(symbol: Int, milliseconds: Int, at: Int64)] = []
    var income: [(symbol: Int, amount: Int64, time: Int64)] = []
    var isHedged = false
    /// Whether fees are taken in BNB.
    var paysInBNB = false
    /// Whether it does not tell fills of before any more.
    var losesTrades = false
    /// The wallet of futures, USDT.
    var wallet = "1000.5"
    /// The queue of what is under way, by time.
    var queue: [(at: Int64, what: Delivery)] = []
    /// Milliseconds since 1970 at monotonic zero.
    var epoch: Int64 = 0
    /// Events may overtake each other only where they are late.
    private var lastEventAt: Int64 = .min

    init(_ market: MarketKind, _ instruments: InstrumentTable, leverages: [Int], _ faults: Faults = Faults()) {
        (self.market, self.instruments, self.leverages, self.faults) = (market, instruments, leverages, faults)
        chance = SplitMix64(seed: faults.seed)
        prices = Array(repeating: Price(100_000), count: instruments.count)
        countdowns = Array(repeating: nil, count: instruments.count)
    }

    var nextDue: Int64 {
        min(queue.first?.at ?? .max, countdowns.compactMap(\.self).min() ?? .max)
    }

    func milliseconds(_ now: Int64) -> Int64 { epoch + now / 1_000_000 }

    /// A few milliseconds.
    mutating func way() -> Int64 { 5_000_000 + chance.upTo(20_000_000) }

    mutating func later(_ at: Int64, _ what: Delivery) {
        queue.insert((at, what), at: queue.firstIndex { $0.at > at } ?? queue.count)
    }

    // MARK: - The venue's commands

    mutating func carryOut(_ command: ClientCommand, at now: Int64) {
        switch command {
        case .open(let id, _):
            guard now >= noStreamUntil else { return later(now + way(), .closed(id, .lost("refused"))) }
            later(now + way(), .opened(id))
            stream = id
        case .send, .close: break
        case .sendSigned(let id, let message):
            later(now + 2 * way(), .event(id, #"{"id":\#(message.id),"status":200,"result":{"subscriptionId":0}}"#))
        case .ping(let id, let payload): if stream == id { later(now + 2 * way(), .pong(id, payload)) }
        case .request(let id, let request, _, let timeout):
            if chance.happens(faults.overBudget) {
                return later(now, .failure(id, .overBudget(nanoseconds: chance.upTo(3_000_000_000))))
            }
            if chance.happens(faults.lostRequests) {
                return later(now + Int64(timeout) * 1_000_000, .failure(id, .timedOut))
            }
            later(now + way(), .request(id, request))
        }
    }

    /// A request arrived: it is carried out, and answered, or not.
    mutating func arrived(_ id: ExchangeRequestID, _ request: HTTPRequest, at now: Int64) {
        let isChange = request.method != .get
        if isChange, chance.happens(faults.busyAnswers) {
            let body = Array(#"{"code":-1008,"msg":"Request throttled by system-level protection."}"#.utf8)
            return later(now + way(), .answer(id, HTTPResponse(status: 503, body: body)))
        }
        let answer = answer(request, at: now)
        if chance.happens(faults.lostAnswers) { return later(now + (isChange ? 6 : 3) * 1_000_000_000, .failure(id, .timedOut)) }
        if isChange, chance.happens(faults.unknownAnswers) {
            let body = Array(#"{"code":-1007,"msg":"Timeout waiting for response from backend server."}"#.utf8)
            return later(now + way(), .answer(id, HTTPResponse(status: 503, body: body)))
        }
        let delay = chance.happens(faults.lateAnswers) ? chance.upTo(6_000_000_000) : 0
        later(now + way() + delay, .answer(id, answer))
    }

    // MARK: - The stream

    mutating func say(_ text: String, at now: Int64) {
        guard let stream else { return }
        if chance.happens(faults.cutStreams) { return cut(at: now) }
        let wrapped = market == .spot ? #"{"subscriptionId":0,"event":\#(text)}"# : text
        let delay = chance.happens(faults.lateEvents) ? chance.upTo(3_000_000_000) : 0
        let at = max(now + way(), lastEventAt)
        lastEventAt = at
        later(at + delay, .event(stream, wrapped))
        if chance.happens(faults.doubleEvents) { later(at + delay + way(), .event(stream, wrapped)) }
    }

    mutating func cut(at now: Int64) {
        guard let stream else { return }
        self.stream = nil
        noStreamUntil = now + faults.outage * 1_000_000_000
        queue.removeAll { if case .event(stream, _) = $0.what { true } else { false } }
        later(now + way(), .closed(stream, .lost("cut")))
    }

    /// A text as it comes, whole or broken.
    mutating func broken(_ bytes: [UInt8]) -> [UInt8] {
        if chance.happens(faults.cutTexts) { return Array(bytes.prefix(Int(chance.upTo(Int64(bytes.count))))) }
        guard chance.happens(faults.otherBytes), !bytes.isEmpty else { return bytes }
        var bytes = bytes
        for _ in 0..<(1 + chance.upTo(2)) {
            let place = Int(chance.upTo(Int64(bytes.count - 1)))
            bytes[place] = chance.happens(0.5) ? UInt8(48 + chance.upTo(9)) : UInt8(chance.upTo(255))
        }
        return bytes
    }

    // MARK: - The market

    /// The price goes from its last to another, by way of a high and a low.
    mutating func move(_ symbol: SymbolID, to close: Price, high: Price, low: Price, at now: Int64) {
        prices[symbol.int] = close
        for place in orders.indices where orders[place].isOpen && orders[place].symbol == symbol {
            let order = orders[place]
            if !order.trigger.isZero {
                if isTriggered(order, high, low) { trigger(place, at: now) }
            } else if order.side == .buy ? low <= order.price : high >= order.price {
                fill(place, order.rest, order.price, isMaker: true, at: now)
            }
        }
    }

    private func isTriggered(_ order: Order, _ high: Price, _ low: Price) -> Bool {
        let isStop = order.type.hasPrefix("STOP")
        return isStop == (order.side == .buy) ? high >= order.trigger : low <= order.trigger
    }

    private mutating func trigger(_ place: Int, at now: Int64) {
        guard market == .um else {
            return fill(place, orders[place].rest, orders[place].trigger, isMaker: false, at: now)
        }
        var child = orders[place]
        lastNumber += 1
        (child.number, child.type, child.isConditional, child.child) = (lastNumber, "MARKET", false, 0)
        // The exchange's own name: nobody says that it is the conditional order's.
        child.name = "x-\(lastNumber)"
        (child.price, child.trigger, child.executed, child.status) = (orders[place].trigger, .zero, .zero, "NEW")
        orders[place].child = child.number
        orders[place].status = "TRIGGERED"
        say(event(of: orders[place], "NEW", nil, at: now), at: now)
        let held = held(child.symbol)
        let open = child.side == .sell ? max(.zero, held) : max(.zero, -held)
        let price = child.price
        orders.append(child)
        let own = orders.count - 1
        guard open.isPositive else { return end(own, "EXPIRED", at: now) }
        fill(own, min(open, child.quantity), price, isMaker: false, at: now)
        if orders[own].isOpen { end(own, "EXPIRED", at: now) }
    }

    func held(_ symbol: SymbolID) -> Quantity {
        trades.reduce(Quantity.zero) { sum, trade in
            guard trade.symbol == symbol else { return sum }
            let inBase = market == .spot && trade.feeAsset == instruments[symbol].base && trade.side == .buy
            return sum + Quantity(raw: trade.side.sign * trade.quantity.raw - (inBase ? trade.fee : 0))
        }
    }

    mutating func fill(_ place: Int, _ quantity: Quantity, _ price: Price, isMaker: Bool, at now: Int64) {
        let order = orders[place]
        lastTrade += 1
        var trade = Trade(
            symbol: order.symbol, number: lastTrade, order: order.number, side: order.side, price: price,
            quantity: quantity, isMaker: isMaker, time: milliseconds(now))
        let rate = isMaker ? Self.maker : Self.taker
        if paysInBNB {
            (trade.fee, trade.feeAsset) = (Int64(1234 + lastTrade), "BNB")
        } else if market == .spot, order.side == .buy {
            trade.fee = Int64((Double(quantity.raw) * rate).rounded())
            trade.feeAsset = instruments[order.symbol].base
        } else {
            trade.fee = Int64((quantity.double * price.double * rate * 1e8).rounded())
        }
        trades.append(trade)
        orders[place].executed += quantity
        orders[place].status = orders[place].rest.isZero ? "FILLED" : "PARTIALLY_FILLED"
        say(event(of: orders[place], "TRADE", trade, at: now), at: now)
    }

    /// Somebody else on the account buys or sells at the market, by hand.
    mutating func trade(byHand side: Side, _ quantity: Quantity, at now: Int64) {
        guard quantity.isPositive else { return }
        lastNumber += 1
        orders.append(
            Order(
                number: lastNumber, name: "web_\(lastNumber)", side: side, type: "MARKET", quantity: quantity,
                time: milliseconds(now)))
        fill(orders.count - 1, quantity, prices[0], isMaker: false, at: now)
    }

    mutating func end(_ place: Int, _ status: String, at now: Int64) {
        orders[place].status = status
        say(event(of: orders[place], status, nil, at: now), at: now)
    }

    /// The countdowns that have come to their end.
    mutating func watchCountdowns(at now: Int64) {
        for symbol in countdowns.indices {
            guard let end = countdowns[symbol], now >= end else { continue }
            countdowns[symbol] = nil
            for place in orders.indices where orders[place].isOpen && orders[place].symbol.int == symbol {
                let isTaken = !orders[place].isConditional || faults.countdownTakesConditionals
                if isTaken { self.end(place, "CANCELED", at: now) }
            }
        }
    }
}
