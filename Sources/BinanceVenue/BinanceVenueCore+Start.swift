import Exchanges
import Market
import Messages
import Stages

/// The start, and the account's stream.
extension BinanceVenueCore {
    /// Begins a step of the start.
    mutating func begin(_ phase: Phase, at moment: Moment) {
        self.phase = phase
        phaseSince = moment.monotonic
        let symbols = settings.instruments.symbols
        switch phase {
        case .asleep, .stream, .running: missing = []
        case .clock: missing = [.time]
        case .account:
            missing = [.account]
            if settings.isFutures { missing += [.symbolModes] + symbols.map { .fees($0) } }
        case .lists:
            missing = symbols.flatMap { symbol -> [VenueWish] in
                let conditionals: [VenueWish] = settings.isFutures ? [.openConditionals(symbol)] : []
                return [.openOrders(symbol), .trades(symbol, from: trades[symbol.int].next)] + conditionals
            }
        }
        for wish in missing { requests.want(wish, at: moment.monotonic) }
        if phase == .stream { stream.begin(at: moment.monotonic) }
        if phase == .running { run(at: moment) }
    }

    private mutating func run(at moment: Moment) {
        let now = moment.monotonic
        hasRun = true
        due.orders = now + settings.ordersEvery
        due.positions = now
        due.funding = settings.isFutures ? now : .max
        if owesLink {
            owesLink = false
            isGone = false
            words.append(.link(.up))
        }
        for place in orders.indices where orders[place].isAlive { look(after: place, at: moment) }
        for symbol in settings.instruments.symbols where asks.contains(where: { $0.symbol == symbol }) {
            beginBooks(of: symbol, at: moment)
        }
    }

    /// Something of the start's step came that was asked for at this time, monotonic.
    mutating func got(_ wish: VenueWish, askedAt: Int64, at moment: Moment) {
        guard !missing.isEmpty, askedAt >= phaseSince else { return }
        missing.removeAll { one in
            if case .trades(let symbol, _) = one, case .trades(symbol, _) = wish { return true }
            return one == wish
        }
        guard missing.isEmpty else { return }
        switch phase {
        case .clock:
            if since == .never { since = clock.now(moment) }
            begin(.account, at: moment)
        case .account: begin(.stream, at: moment)
        case .lists: begin(.running, at: moment)
        case .asleep, .stream, .running: break
        }
    }

    /// The account can't be traded as it is set: a person is told, and it is looked at again.
    mutating func wrong(_ why: String, at moment: Moment) {
        if !accountFaults.contains(why) {
            accountFaults.append(why)
            telling.note("can't trade this account: \(why); looks at it again every minute")
        }
        due.account = moment.monotonic + 60_000_000_000
        isAccountWrong = true
    }

    // MARK: - The stream

    /// The connection stands: of futures that is all, of spot it is subscribed to.
    mutating func streamOpened(at moment: Moment) {
        guard !settings.isFutures else { return streamStands(at: moment) }
        let time = stamp(at: moment)
        let message = SignedMessage(
            id: UserStream.subscription, method: "userDataStream.subscribe.signature",
            [
                .init("recvWindow", "\(settings.receiveWindow)", isNumber: true),
                .init("timestamp", "\(time.milliseconds)", isNumber: true),
            ])
        commands.append(.sendSigned(stream.connection, message))
    }

    /// What happened while it was away is read: orders, fills and payments.
    func streamIsNew(_ phase: Phase) -> Bool { phase == .stream || phase == .running || phase == .lists }

    mutating func streamStands(at moment: Moment) {
        guard streamIsNew(phase) else { return }
        owesLink = owesLink || isGone
        begin(.lists, at: moment)
        for place in orders.indices where orders[place].isAlive { look(after: place, at: moment) }
    }

    /// What the exchange says of orders proves nothing while nobody tells what happens to them.
    mutating func streamLost() {
        for place in orders.indices { orders[place].life.doubtAnew() }
    }

    /// Takes a message of the stream.
    mutating func take(_ event: UserEvent, at moment: Moment) {
        switch event {
        case .order(let update): take(update, at: moment)
        case .account(let update): take(update, at: moment)
        case .transfer(let balance):
            telling.note("was told of a transfer of \(Money(raw: balance.total)) \(balance.asset)")
            due.positions = min(due.positions, moment.monotonic)
        case .list, .other: break
        case .ended(let why):
            telling.note(why)
            commands.append(.close(stream.connection))
        case .reply(UserStream.subscription, nil):
            stream.subscribed(at: moment.monotonic)
            if stream.isUp { streamStands(at: moment) }
        case .reply(_, let refusal?):
            telling.note("could not subscribe to the account's stream: \(refusal)")
            if refusal.meaning == .clock { requests.want(.time, at: moment.monotonic) }
            commands.append(.close(stream.connection))
        case .reply: break
        }
    }

    private mutating func take(_ update: AccountUpdate, at moment: Moment) {
        guard update.isFunding else { return }
        // How much it was stands in the account's income alone, for both ways by which it may come.
        due.funding = min(due.funding, moment.monotonic)
    }

    /// Something that may matter was missed: everything is asked for, soon, and not again and again.
    mutating func resync(at moment: Moment) {
        guard phase == .running, due.resync == .max else { return }
        due.resync = max(moment.monotonic, phaseSince + settings.resyncEvery)
    }

    /// Asks for everything that may have been missed.
    mutating func readAnew(at moment: Moment) {
        due.resync = .max
        begin(.lists, at: moment)
        for place in orders.indices where orders[place].isAlive { look(after: place, at: moment) }
    }
}
