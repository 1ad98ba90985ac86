import Market
import Messages
import Stages

/// What a person, or a script, does to the system.
extension Simulation {
    func act() {
        if left > 0 { queue.add(.person, at: now + chance.milliseconds(5_000...55_000)) }
        let faults = options.faults
        guard !isCalm else { return }
        if chance.happens(faults.signalsAMinute / 2) { sendSignal() }
        if chance.happens(faults.haltsAnHour / 120) { halt() }
    }

    private func sendSignal() {
        let symbol = SymbolID(chance.pick(0...settings.instruments.count - 1))
        let price = market.prices[symbol.int]
        let side: Side = chance.happens(0.5) ? .buy : .sell
        var signal = Signal()
        personSerial += 1
        signal.signalID = Label(clipping: "hand-\(options.seed)-\(personSerial)")
        signal.strategyID = "hand"
        (signal.symbol, signal.side) = (symbol, side)
        signal.quantity = Quantity((20 + 500 * chance.fraction()) / price) ?? .zero
        signal.confidence = 0.5 + chance.fraction() / 2
        let away = price * (0.001 + 0.01 * chance.fraction()) * Double(side.sign)
        if !chance.happens(0.05) { signal.stopLoss = Price(price - away) ?? .absent }
        send(signal)
        if chance.happens(0.1) { send(signal) }
    }

    private func send(_ signal: Signal) {
        let l1 = place(of: .l1Operational)
        guard isUp(l1), let bytes = try? encoder.bytes(bare: .signal(signal)) else { return }
        if case .answered(.acknowledge(let answer)) = askFromOutside("signal", bytes, at: l1), answer.ok {
            checker.accepted(signal)
        }
    }

    private func halt() {
        var command = HaltCommand()
        command.by = "person"
        for rank in [ProcessRank.riskManager, .executor] {
            tell(rank, .halt(command))
            queue.add(.resume(rank), at: now + chance.milliseconds(120_000...1_200_000))
        }
        checker.counts.halts += 1
    }

    func resume(_ rank: ProcessRank) {
        // Where the clock leaps, several things come due at once: nobody resumes within the nanosecond
        // of a halt, of another resume, or of the process's start.
        guard now > resumeFrom[rank, default: 0] else {
            return queue.add(.resume(rank), at: now + chance.milliseconds(1_000...30_000))
        }
        var command = HaltCommand()
        (command.by, command.asked) = ("person", wallTime)
        if isUp(place(of: rank)) { checker.resumes(rank) }
        tell(rank, .resume(command))
    }

    private func tell(_ rank: ProcessRank, _ message: Message) {
        let place = place(of: rank)
        guard isUp(place) else { return }
        resumeFrom[rank] = now
        let payload = sealed(message, to: place)
        let answer = askFromOutside("\(TopicCatalogue.entry(message.kind).prefix)", payload, at: place)
        if case .refused(let why) = answer {
            return checker.fail("\(rank.name) refused a person's \(message.kind): \(why)")
        }
        if message.kind == .resume { forger.overhear(message, at: place, payload) }
    }
}
