import Configuration
import Market
import Messages
import Sealing

/// Somebody who can open every socket, has heard every frame and knows every public constant, but no key.
/// What it can make of that must come to nothing.
struct Forger {
    /// A request that was carried out before: the frame, and what it said.
    struct Overheard {
        let message: Message
        let target: Int
        let payload: [UInt8]
    }

    /// What it tries next.
    struct Attempt {
        let trick: Trick
        let kind: MessageKind
        let target: Int
        let payload: [UInt8]
    }

    /// What it changes of what it heard, or invents.
    enum Trick: CaseIterable {
        case replay, leg, price, target, stop, orderType, quantity, expiry, side, symbol, run, approval
        case cancelOfStop, exit, resume, halfSealed, otherProcess
        /// By a program that stands in for L1, and so holds the request key: approvals are still not its own.
        case ownApproval, othersApproval, changedApproval
    }

    private static let memory = 64

    var chance: SplitMix64
    private var heard: [Overheard] = []
    private let encoder: FrameEncoder
    private let symbols: Int
    private let process: (Int) -> String
    /// An edge with a key of its own: what it seals has the right form. And L1's, for the last tricks.
    private var own: Gate
    private var insider: Gate
    private let requestKey: SecretKey
    private let ownKey: SecretKey
    private let instruments: InstrumentTable
    private var run: UInt32

    init(
        seed: UInt64, _ instruments: InstrumentTable, requestKey: SecretKey,
        process: @escaping (Int) -> String
    ) {
        chance = SplitMix64(spreading: seed)
        encoder = FrameEncoder(instruments)
        symbols = instruments.count
        self.process = process
        self.instruments = instruments
        self.requestKey = requestKey
        ownKey = SimulatedKeys(seed: ~seed).request
        run = 1
        own = Self.gate("forger", run, instruments, ownKey)
        insider = Self.gate("l1-operational.0", run, instruments, requestKey)
    }

    private static func gate(
        _ name: String, _ run: UInt32, _ instruments: InstrumentTable, _ key: SecretKey
    ) -> Gate {
        Gate(name, run: run, instruments, Keys(request: key, approval: nil), startedAt: .zero)
    }

    /// A new run begins: what was heard of the one before is of no use.
    mutating func begin(run: UInt32) {
        self.run = run
        heard.removeAll()
        own = Self.gate("forger", run, instruments, ownKey)
        insider = Self.gate("l1-operational.0", run, instruments, requestKey)
    }

    /// Remembers a request that was carried out.
    mutating func overhear(_ message: Message, at target: Int, _ payload: [UInt8]) {
        heard.append(Overheard(message: message, target: target, payload: payload))
        if heard.count > Self.memory { heard.removeFirst() }
    }

    /// What it tries now; `nil` where it has not heard enough for it.
    mutating func next(executor: Int, at now: Timestamp) -> Attempt? {
        let trick = Trick.allCases[chance.pick(0...Trick.allCases.count - 1)]
        switch trick {
        case .replay: return replay()
        case .resume: return resume(executor, at: now)
        case .otherProcess: return elsewhere()
        case .halfSealed: return cut()
        default: return changed(trick, executor)
        }
    }

    // MARK: - Tricks

    private mutating func pick(_ kind: MessageKind? = nil) -> Overheard? {
        let known = heard.filter { kind == nil || $0.message.kind == kind }
        return known.isEmpty ? nil : known[chance.pick(0...known.count - 1)]
    }

    private mutating func replay() -> Attempt? {
        guard let found = pick() else { return nil }
        return Attempt(
            trick: .replay, kind: found.message.kind, target: found.target, payload: found.payload)
    }

    /// The same frame at another process, which answers the same word.
    private mutating func elsewhere() -> Attempt? {
        guard let found = pick(.resume) else { return nil }
        let others = heard.filter { $0.message.kind == .resume && $0.target != found.target }
        guard let other = others.first else { return nil }
        return Attempt(
            trick: .otherProcess, kind: .resume, target: other.target, payload: found.payload)
    }

    /// A frame with a seal that is cut off, or none.
    private mutating func cut() -> Attempt? {
        guard let found = pick() else { return nil }
        let payload = Array(found.payload.dropLast(chance.pick(1...60)))
        return Attempt(trick: .halfSealed, kind: found.message.kind, target: found.target, payload: payload)
    }

    private mutating func resume(_ executor: Int, at now: Timestamp) -> Attempt? {
        var command = HaltCommand()
        (command.by, command.asked) = ("person", now)
        guard let bare = try? encoder.bytes(bare: .resume(command)) else { return nil }
        return Attempt(
            trick: .resume, kind: .resume, target: executor,
            payload: own.seal(.resume, bare, to: process(executor)))
    }

    private mutating func changed(_ trick: Trick, _ executor: Int) -> Attempt? {
        guard let found = pick(.submit), case .submit(let order) = found.message, !order.intent.reduces else {
            return nil
        }
        guard let message = change(order, by: trick) else { return nil }
        // A price drawn by chance may be the very one: that forges nothing.
        if case .submit(let changed) = message, trick == .changedApproval, changed == order { return nil }
        var header = Header()
        header.run = trick == .run ? run + 1 : run
        header.source = "l1-operational.0"
        guard let bytes = try? encoder.bytes(message, header) else { return nil }
        let isInsider = [.ownApproval, .othersApproval, .changedApproval].contains(trick)
        var payload = (isInsider ? insider : own).seal(message.kind, bytes, to: process(executor))
        // An outsider's best seal is one that was true of something else.
        if !isInsider, chance.happens(0.5) { payload = payload.dropLast(32) + found.payload.suffix(32) }
        return Attempt(trick: trick, kind: message.kind, target: executor, payload: payload)
    }

    private mutating func change(_ order: SubmitOrder, by trick: Trick) -> Message? {
        var order = order
        let bump = Price(raw: Int64(chance.pick(1...1_000)) * 1_000_000)
        switch trick {
        case .leg: order.intent.clientOrderID.leg = UInt8(chance.pick(0...255))
        case .price: order.intent.price = order.intent.referencePrice + bump
        case .target: order.intent.takeProfit = order.intent.referencePrice + bump
        case .stop: order.intent.stopLoss = .absent
        case .orderType: order.intent.orderType = order.intent.orderType == .market ? .limit : .market
        case .quantity: order.intent.quantity += order.intent.quantity
        case .expiry: order.intent.expires = order.intent.expires + .seconds(3_600)
        case .side: order.intent.side = order.intent.side == .buy ? .sell : .buy
        case .symbol: order.intent.symbol = otherSymbol(than: order.intent.symbol)
        case .exit: return exit(of: order)
        case .cancelOfStop: return cancel(order)
        case .approval, .ownApproval: invent(&order)
        case .othersApproval: return otherSeal(on: order)
        case .changedApproval: return changedApproval(order, bump)
        default: break
        }
        return .submit(order)
    }

    private func otherSymbol(than symbol: SymbolID) -> SymbolID { SymbolID((symbol.int + 1) % symbols) }

    /// An entry of its own, under an approval of its own.
    private mutating func invent(_ order: inout SubmitOrder) {
        order.intent.clientOrderID.signal = Label(clipping: "forged-\(chance.pick(1...1_000_000))")
        order.approvedQuantity = order.intent.quantity + order.intent.quantity
        order.approvalExpires = .never
        order.seal = .absent
    }

    /// A true seal on another order than its own.
    private mutating func otherSeal(on order: SubmitOrder) -> Message? {
        var order = order
        let signal = order.intent.clientOrderID.signal
        let other = heard.compactMap { found -> Seal? in
            guard case .submit(let other) = found.message, other.seal != .absent,
                other.intent.clientOrderID.signal != signal
            else { return nil }
            return other.seal
        }
        guard let seal = other.first else { return nil }
        order.seal = seal
        return .submit(order)
    }

    private mutating func changedApproval(_ order: SubmitOrder, _ bump: Price) -> Message {
        var order = order
        switch chance.pick(0...7) {
        case 0: order.intent.price = order.intent.referencePrice + bump
        case 1: order.intent.takeProfit = order.intent.referencePrice + bump
        case 2: order.intent.stopLoss = .absent
        case 3: order.intent.side = order.intent.side == .buy ? .sell : .buy
        case 4: order.intent.expires = order.intent.expires + .seconds(3_600)
        case 5: order.approvedQuantity += order.approvedQuantity
        case 6: order.approvalExpires = order.approvalExpires + .seconds(3_600)
        default: order.intent.symbol = otherSymbol(than: order.intent.symbol)
        }
        return .submit(order)
    }

    private func exit(of order: SubmitOrder) -> Message {
        var order = order
        order.intent.purpose = .exit
        order.intent.side = order.intent.side == .buy ? .sell : .buy
        order.intent.clientOrderID.leg = ClientOrderID.exitLeg
        return .submit(order)
    }

    private func cancel(_ order: SubmitOrder) -> Message {
        var cancel = CancelOrder()
        cancel.clientOrderID = order.intent.clientOrderID.leg(ClientOrderID.stopLeg)
        cancel.symbol = order.intent.symbol
        return .cancel(cancel)
    }
}
