import BinanceVenue
import ExchangeSimulator
import Exchanges
import Market
import Messages
import Stages

/// How time goes on, and who hears what.
extension AccountSimulation {
    var exchangeMoment: Moment { Moment(monotonic: now, wall: Self.start) }
    var clientMoment: Moment {
        Moment(monotonic: now, wall: Self.start + TimeSpan(nanoseconds: now - Self.begin) + offset)
    }
    /// The market's time, which the executor goes by.
    var time: Timestamp { Self.start + TimeSpan(nanoseconds: now - Self.begin) }

    /// The monotonic time of a time of the market.
    private func monotonic(_ time: Timestamp) -> Int64 {
        time == .never ? .max : Self.begin + (time - Self.start).nanoseconds
    }

    /// Lets everything happen until a moment.
    mutating func play(until end: Int64) {
        settle()
        while checker.breach == nil {
            let own = min(core?.wakesAt ?? .max, monotonic(seat.due), dieBy, reviveAt)
            let next = min(own, exchange.wakesAt, line.nextArrival, desk.due, nextSecond)
            guard next <= end else { break }
            now = max(now, next)
            while let packet = line.next(by: now) {
                deliver(packet)
                settle()
            }
            if exchange.wakesAt <= now { exchange.wake(at: exchangeMoment) }
            let moment = clientMoment
            if let due = core?.wakesAt, due <= now { core?.wake(at: moment) }
            settle()
            while seat.isUp, let timer = seat.takeDue(by: time) {
                tell(.woken(timer))
                settle()
            }
            if dieBy <= now { die() }
            if reviveAt <= now { revive() }
            if desk.due <= now { submit() }
            if nextSecond <= now { tick() }
            settle()
        }
        now = max(now, end)
    }

    /// Carries out what both sides want, and lets the executor hear what its venue says.
    mutating func settle() {
        while checker.breach == nil {
            let (done, wanted) = (exchange.takeCommands(), core?.takeCommands() ?? [])
            for command in done { line.carry(command, at: now) }
            for command in wanted {
                if case .request(_, let request, _, _) = command {
                    checker.sends(request, at: now)
                    trace?("\(stamp) sends \(request.method) \(request.target)")
                }
                line.carry(command, at: now)
            }
            for notice in core?.takeNotices() ?? [] {
                trace?("\(stamp) \(notice)")
                checker.take(notice: "\(stamp) \(notice)")
            }
            pending += core?.takeWords() ?? []
            if !seat.isUp, core?.isRunning == true, reviveAt == .max { beginExecutor() }
            guard seat.isUp, !pending.isEmpty else {
                if done.isEmpty, wanted.isEmpty { return }
                continue
            }
            hear(pending.removeFirst())
        }
    }

    var stamp: String { "\(now / 1_000_000) ms" }

    private mutating func hear(_ word: VenueWord) {
        if case .event(let event) = word, event.kind == .filled { heard += 1 }
        trace?("\(stamp) venue says \(word)")
        checker.ends(word, at: now)
        let bent = bug.map { $0.bend(word, count: heard) } ?? word
        switch bent {
        case .event(let event)?: tell(.message(.venueEvent(event)))
        case .answered(let id, let message)?: tell(.answered(id, message))
        case .unanswered(let id, let why)?: tell(.unanswered(id, why))
        case .link(let state)?: tell(.link(.venue, state))
        case nil: break
        }
    }

    /// Lets the executor handle an input, and carries out what follows.
    mutating func tell(_ input: Input) {
        guard seat.isUp else { return }
        guard let effects = seat.handle(input, at: time) else { return die() }
        let moment = clientMoment
        for effect in effects.list {
            switch effect {
            case .ask(_, let id, let message, _):
                trace?("\(stamp) asks \(id) \(message)")
                checker.asks(id, message)
                if let forged = bug?.forgets(id, message) {
                    pending.append(forged)
                } else {
                    core?.ask(id, message, at: moment)
                }
            case .publish(let message, _):
                desk.hear(message)
                checker.hear(message, at: now)
            case .answer(let id, let message):
                trace?("\(stamp) answers \(id) \(message)")
                desk.answered(id, message)
            default: break
            }
        }
    }

    // MARK: - Life and death

    /// The account was read, and its stream stands: the executor begins with what it kept.
    private mutating func beginExecutor() {
        trace?("\(stamp) the executor begins")
        seat.begin()
        tick()
        tell(.joined)
        for (id, message) in desk.greet() { tell(.request(id, message)) }
    }

    /// The executor's process ends, and all that it had in memory.
    mutating func die() {
        dieBy = .max
        guard core != nil else { return }
        trace?("\(stamp) the executor dies")
        seat.end()
        core = nil
        pending.removeAll()
        line.die(at: now)
        checker.died()
        reviveAt = max(reviveAt == .max ? 0 : reviveAt, now + away)
    }

    private mutating func revive() {
        reviveAt = .max
        let fills = seat.disk.lastFills.map(\.openTime)
        let newest = (fills + [seat.keptUntil]).max() ?? .zero
        let addresses = BinanceVenueAddresses(base: Self.base)
        let since = newest > .zero ? newest - .minutes(60) : nil
        core = try? Self.core(settings, addresses, since: since, seed: seed ^ UInt64(now))
    }

    // MARK: - What the executor hears besides

    private mutating func submit() {
        let exchange = exchange
        let wanted = desk.act(at: now, time) { exchange.protection(of: $0, account: 0).last }
        guard seat.isUp else { return }
        for (id, message) in wanted {
            trace?("\(stamp) is asked \(id) \(message)")
            tell(.request(id, message))
            settle()
        }
    }

    /// A second is over: prices are told, and stops are looked at.
    private mutating func tick() {
        nextSecond = max(nextSecond, now / Self.second * Self.second + Self.second)
        for symbol in settings.instruments.symbols {
            let truth = exchange.protection(of: symbol, account: 0)
            if truth.last.isPositive {
                var ticker = Ticker()
                (ticker.symbol, ticker.last) = (symbol, truth.last)
                tell(.message(.ticker(ticker)))
            }
            guard traded.contains(symbol) else { continue }
            let isSaid = trouble == .truncated && checker.alarms.contains(.positionDiffers)
            let mayAct = seat.isUp && core?.isRunning == true && !line.isCut(at: now)
            checker.watch(symbol, truth, isExcused: !mayAct || isSaid, at: now)
        }
    }

    // MARK: - Packets

    private mutating func deliver(_ packet: FeedPacket) {
        switch packet {
        case .request(let id, let content): exchange.requested(id, content, at: exchangeMoment)
        case .connect(let id, let target):
            let isTaken = exchange.opened(id, target: target, at: exchangeMoment)
            line.answer(id, isTaken: isTaken, at: now)
        case .gone(let id): exchange.closed(id, at: exchangeMoment)
        case .textToExchange(let id, let text):
            Array(text.utf8).withUnsafeBytes { exchange.received($0, on: id, at: exchangeMoment) }
        case .pingToExchange(let id, let payload): line.pong(id, payload, toExchange: false, at: now)
        case .pongToExchange(let id, let payload): exchange.ponged(payload, on: id, at: exchangeMoment)
        default: deliverToClient(packet)
        }
    }

    private mutating func deliverToClient(_ packet: FeedPacket) {
        let moment = clientMoment
        switch packet {
        case .answer(let id, var response):
            guard let own = line.own(id) else { return }
            checker.arrives(response, isClockOff: trouble == .clock, at: now)
            bug?.forgetsWait(&response)
            let text = String(decoding: response.body, as: UTF8.self)
            trace?("\(stamp) is answered \(response.status) \(text)")
            core?.answered(own, response, at: moment)
        case .noAnswer(let id, let end):
            guard let own = line.own(id) else { return }
            core?.failed(own, end, at: moment)
        case .accepted(let id): if let own = line.own(id) { core?.opened(own, at: moment) }
        case .ended(let id, let end):
            if end != .wanted { exchange.closed(id, at: exchangeMoment) }
            if let own = line.own(id) { core?.closed(own, end, at: moment) }
        case .textToClient(let id, let bytes):
            guard let own = line.own(id) else { return }
            trace?("\(stamp) is told \(String(decoding: bytes, as: UTF8.self))")
            bytes.withUnsafeBytes { core?.received($0, on: own, at: moment) }
        case .pingToClient(let id, let payload): line.pong(id, payload, toExchange: true, at: now)
        case .pongToClient(let id, let payload):
            if let own = line.own(id) { core?.ponged(payload, on: own, at: moment) }
        default: break
        }
    }
}
