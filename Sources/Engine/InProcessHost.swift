import Market
import Messages
import Stages

/// Runs all stages in one process, in steps and rounds.
///
/// A step is one input: a recorded event, a due timer, a request from outside, or the end of the data.
/// Round 0 holds the input; in each round every stage handles what is meant for it in the order of
/// publisher's rank, instance and index; what it emits belongs to the next round: a request is
/// delivered one round later, its answer one more. An empty round ends the step. The replay and the
/// lockstep hosts keep the same order, so all of them give the same outputs.
public struct InProcessHost {
    /// More rounds than this in one step mean that two parts answer each other for ever.
    public static let roundLimit = 64

    /// The most stages that a host holds.
    public static let slotLimit = 64

    /// The stages, by rank and instance: in this order they act within a round.
    package var slots: [Slot] = []
    /// The same without the stages, so that one can look without touching them.
    package var places: [SlotPlace] = []
    /// By kind of message: who hears it.
    package var listeners = [SlotMask](repeating: .none, count: MessageKind.allCases.count)
    package var current = Round()
    package var next = Round()
    var said = RoundEffects()
    /// Requests that have no answer yet.
    package var asks: [PendingAsk] = []
    var timers = TimerQueue()
    /// Steps done so far.
    public internal(set) var step: UInt64 = 0
    /// Event time of the last step.
    public internal(set) var time = Timestamp.zero
    /// Sees every frame; `nil` where nobody looks.
    public var observer: (any FrameObserver)?
    /// Makes records durable; `nil` where nothing is kept.
    public var records: (any RecordSink)?
    /// Carries requests to stages that live elsewhere, or that it stands before; `nil` where all are here.
    package var gateway: (any Gateway)?
    var outsideAnswers: [(id: RequestID, message: Message)] = []
    /// How the frames of its stages are named.
    package var ids: EventIDs

    /// A host without stages. In a free run ids count up per process; otherwise they are places in the
    /// order of all things.
    public init(ids: EventIDs = .ordered) { self.ids = ids }

    /// Adds a stage. Stages act in the order of rank and instance within a round.
    public mutating func add(_ stage: some Stage, rank: ProcessRank, instance: Int = 0) {
        precondition(slots.count < Self.slotLimit, "a host holds at most \(Self.slotLimit) stages")
        slots.append(Slot(stage: stage, rank: rank, instance: instance))
        slots.sort { ($0.rank, $0.instance) < ($1.rank, $1.instance) }
        places = slots.map(\.place)
        listeners = MessageKind.allCases.map { kind in
            places.indices.reduce(into: .none) { mask, index in
                if TopicCatalogue.heard(by: places[index].rank).contains(kind) { mask.add(SlotMask(index)) }
            }
        }
    }

    /// Gives every stage the durable records back, before anything else.
    public mutating func recover(_ records: [Record]) {
        for index in slots.indices {
            for record in records { slots[index].stage.recover(record) }
        }
    }

    /// It is no earlier than this: what is kept goes so far.
    package mutating func isAsLate(as moment: Timestamp) { time = max(time, moment) }

    /// Tells every stage that records were given and the present begins.
    public mutating func join(at time: Timestamp) {
        begin(at: time)
        for index in places.indices { current.append(RoutedInput(.joined, to: index, at: time)) }
        finishStep()
    }

    /// A recorded event for the feed handler, after every timer that is due by then.
    public mutating func feed(_ message: Message, at time: Timestamp) {
        if timers.nextDue <= time { fireTimers(until: time) }
        begin(at: time)
        current.append(RoutedInput(.message(message), to: 0, at: time))
        observer?.input(message, at: time)
        finishStep()
    }

    /// A message that another process said, for every stage here that hears its kind. Event time never
    /// runs back here, although publishers may stand at different times in a free run.
    public mutating func deliver(_ message: Message, id: EventID, at time: Timestamp, isWarmUp: Bool = false)
    {
        if !isWarmUp, timers.nextDue <= time { fireTimers(until: time) }
        begin(at: isWarmUp ? time : max(self.time, time))
        current.append(
            RoutedInput(.message(message), to: heard(message), at: self.time, id: id, isWarmUp: isWarmUp))
        finishStep()
    }

    /// A candle of history, for every stage that follows the market, before the present: it changes state
    /// and leads to nothing, so that it is no step.
    public mutating func warmUp(_ kline: Kline) {
        let message = Message.kline(kline)
        var slots = heard(message)
        if places.first?.rank == .feedHandler { slots.add(SlotMask(0)) }
        time = kline.closeTime
        current.clear()
        current.append(RoutedInput(.message(message), to: slots, at: time, isWarmUp: true))
        playRound(0)
        current.clear()
    }

    /// The answer to a request that went through the gateway, or that there will be none.
    public mutating func deliver(answer input: Input, toSlot slot: Int) {
        begin(at: time)
        current.append(RoutedInput(input, to: slot, at: time))
        finishStep()
    }

    /// Fires every timer that is due at or before a time, each as a step of its own.
    public mutating func fireTimers(until time: Timestamp) {
        timers.beginFiring()
        while let timer = timers.takeDue(by: time) {
            begin(at: max(self.time, timer.due))
            guard timers.mayFire(timer, at: self.time) else { endless(timer) }
            current.append(RoutedInput(.woken(timer.id), to: timer.slot, at: self.time))
            finishStep()
        }
    }

    /// Ends the recorded data: a step of its own.
    public mutating func end(at time: Timestamp) {
        fireTimers(until: time)
        begin(at: time)
        for index in places.indices { current.append(RoutedInput(.endOfData, to: index, at: time)) }
        finishStep()
    }

    /// A request from outside, as a step; answers what came back in that step, or `nil`.
    public mutating func request(_ rank: ProcessRank, _ id: RequestID, _ message: Message) -> Message? {
        guard let slot = places.firstIndex(where: { $0.rank == rank }) else { return nil }
        begin(at: time)
        outsideAnswers.removeAll(keepingCapacity: true)
        asks.append(PendingAsk(id: id, asker: PendingAsk.outside, event: .none))
        current.append(RoutedInput(.request(id, message), to: slot, at: time))
        finishStep()
        // A later answer would find nobody: it is dropped.
        asks.removeAll { $0.asker == PendingAsk.outside }
        return outsideAnswers.first { $0.id == id }?.message
    }

    /// Tells the stages that a process is gone or back: a step.
    public mutating func link(_ rank: ProcessRank, _ state: LinkState) {
        begin(at: time)
        for index in places.indices where places[index].rank != rank {
            current.append(RoutedInput(.link(rank, state), to: index, at: time))
        }
        finishStep()
    }

    /// Looks at a stage.
    public func stage<T: Stage>(_ type: T.Type) -> T? {
        for slot in slots { if let found = slot.stage as? T { return found } }
        return nil
    }

    // MARK: - Rounds

    private mutating func begin(at time: Timestamp) {
        step += 1
        self.time = time
        current.clear()
    }

    /// The stages in here that hear a kind of message.
    package func heard(_ message: Message) -> SlotMask { listeners[Int(message.kind.rawValue)] }

    private mutating func finishStep() {
        var round = 0
        while !current.isEmpty {
            guard round < Self.roundLimit else { tooManyRounds() }
            playRound(round)
            round += 1
        }
        records?.commit(at: time)
        observer?.stepEnded(at: time)
    }

    /// Lets every stage handle what there is for it; what they say to each other is `current` then.
    mutating func playRound(_ round: Int) {
        next.clear()
        var wanted = current.wanted
        while let index = wanted.takeFirst() {
            slots[index].stage.handle(current, in: index, into: &said)
            if !said.isEmpty { carryOut(of: index, round) }
        }
        swap(&current, &next)
    }

    /// Carries out what a stage wants after a round, in order.
    private mutating func carryOut(of index: Int, _ round: Int) {
        var place = 0
        for origin in said.origins {
            while place < origin.end {
                guard place < EventID.indexLimit else { tooMany(places[index], said.effects.list[place]) }
                let id = ids.next(step, round + 1, places[index], place)
                carryOut(said.effects.list[place], of: index, id, origin.cause)
                place += 1
            }
        }
        said.clear()
    }

    private mutating func carryOut(_ effect: Effect, of index: Int, _ id: EventID, _ cause: EventID) {
        switch effect {
        case .publish(let message, let causes):
            let hearing = heard(message)
            // Most frames are for people and journals: nobody in here listens.
            if hearing.bits != 0 {
                next.append(RoutedInput(.message(message), to: hearing, at: time, id: id))
            }
            observer?.published(
                Frame(
                    message: message, id: id, causes: causes.preceded(by: cause), time: time,
                    rank: places[index].rank))
        case .ask(let peer, let request, let message, let answerBy):
            ask(peer, request, message, from: index, id, answerBy)
        case .answer(let request, let message):
            answer(request, message, id)
        case .unanswer(let request, let why): unanswer(request, why)
        case .link(let state): link(of: index, state)
        case .wake(let timer, let due):
            if gateway?.wake(timer, of: index, at: due) != true { timers.set(slot: index, timer, due: due) }
        case .store(let place):
            records?.append(said.effects.records[place])
        }
    }

    private mutating func ask(
        _ peer: ProcessRank, _ id: RequestID, _ message: Message, from asker: Int, _ event: EventID,
        _ answerBy: TimeSpan
    ) {
        if let gateway, gateway.ask(peer, id, message, from: asker, event, answerBy, at: time) { return }
        guard let target = places.firstIndex(where: { $0.rank == peer }) else {
            next.append(RoutedInput(.unanswered(id, .peerMissing), to: asker, at: time))
            return
        }
        asks.append(PendingAsk(id: id, asker: asker, event: event))
        next.append(RoutedInput(.request(id, message), to: target, at: time, id: event))
    }

    private mutating func answer(_ id: RequestID, _ message: Message, _ event: EventID) {
        guard let place = asks.firstIndex(where: { $0.id == id }) else { return }
        let ask = asks.remove(at: place)
        observer?.answered(id, message, at: time)
        if ask.asker == PendingAsk.outside {
            outsideAnswers.append((id, message))
        } else if let member = ask.member {
            gateway?.answer(message, to: member, because: ask.event, event)
        } else {
            next.append(RoutedInput(.answered(id, message), to: ask.asker, at: time, id: event))
        }
    }

    private func tooMany(_ slot: SlotPlace, _ effect: Effect) -> Never {
        fatalError(
            "\(slot.rank.name).\(slot.instance) said more than \(EventID.indexLimit) things in one round of "
                + "step \(step) at \(time), more than ids can tell apart; the next would be \(effect)")
    }

    private func endless(_ timer: TimerQueue.Timer) -> Never {
        fatalError("\(EndlessTimer(rank: slots[timer.slot].rank, timer: timer.id, time: time))")
    }

    private func tooManyRounds() -> Never {
        let kinds = current.deliveries.prefix(8).map { "\($0.envelope.input)" }.joined(separator: "; ")
        fatalError(
            "step \(step) at \(time) went over \(Self.roundLimit) rounds; still on their way: \(kinds)")
    }
}
