import Configuration
import Market
import Messages
import Stages

/// A venue that keeps every promise of a port and is no joy to trade at, for tests: the paper venue behind a
/// line that is late, silent or gone, that tells things twice and counts as it likes, by a script.
///
/// All in event time and by a seed, so that it is a stage like any other: it is saved, restored and replayed.
public struct ScriptedVenueStage: Stage {
    public static let rank = ProcessRank.venue
    static let lineTimer = TimerID(1)
    static let wordTimer = TimerID(2)
    /// Event time until an ask is given up that got no answer.
    static let patience = TimeSpan.seconds(5)

    let script: VenueScript
    var inner: PaperVenueStage
    var chance: SplitMix64
    var late = LateWords()
    /// The market's first moment.
    var began = Timestamp.never
    var isGone = false
    /// How many changes of the line were said.
    var changes = 0
    /// By symbol: the numbers of its own, and the first fill that was told.
    var numbers: [UInt64]
    var firstFills: [VenueEvent]
    var candles = 0
    var madeByHand = 0

    public init(settings: Settings, script: VenueScript) {
        self.script = script
        inner = PaperVenueStage(settings: settings, abilities: script.abilities)
        chance = SplitMix64(seed: script.seed)
        numbers = Array(repeating: 0, count: settings.instruments.count)
        firstFills = Array(repeating: VenueEvent(), count: settings.instruments.count)
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .request(let id, _): take(id, input, &effects)
        case .woken(Self.lineTimer): changeLine(input.time, &effects)
        case .woken: break
        case .message: hear(input, &effects)
        case .joined:
            pass(input, &effects)
            if script.retells { retell(input.time, &effects) }
        case .endOfData:
            pass(input, &effects)
            if isGone { changeLine(input.time, &effects) }
            for word in late.takeEvents() { tell(word, &effects) }
        default: pass(input, &effects)
        }
        release(input.time, &effects)
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        pass(input, &effects)
        guard !input.isWarmUp, case .kline(let kline) = input.message else { return }
        if began == .never {
            began = input.time
            setLine(&effects)
        }
        guard kline.symbol.int < numbers.count else { return }
        candles += 1
        if madeByHand < script.byHand { trade(byHand: kline, &effects) }
        if script.retells, candles.isMultiple(of: 100) { retell(input.time, &effects) }
    }

    /// An ask: lost, unheard, or carried out and answered.
    private mutating func take(_ id: RequestID, _ input: Envelope, _ effects: inout Effects) {
        if isGone { return effects.unanswer(id, .peerMissing) }
        if chance.happens(script.lost) {
            return late.add(.unanswered(id, .timedOut), due: input.time + Self.patience)
        }
        if id.verb == .venueBooks { for word in late.takeEvents() { tell(word, &effects) } }
        pass(input, &effects)
    }

    // MARK: - What it says

    /// Lets the venue handle an input; what it says goes over the line.
    private mutating func pass(_ input: Envelope, _ effects: inout Effects) {
        var said = Effects()
        inner.handle(input, into: &said)
        for effect in said.list {
            switch effect {
            case .publish(.venueEvent(let event), let causes):
                say(numbered(event), causes, input.time, &effects)
            case .answer(let id, let message): answer(id, message, input.time, &effects)
            case .store(let place): effects.store(said.records[place])
            case .publish, .ask, .wake, .unanswer, .link: break
            }
        }
    }

    /// What moves money gets a number of its pair's own, where the script says so.
    private mutating func numbered(_ event: VenueEvent) -> VenueEvent {
        var event = event
        if movesMoney(event), script.numbersItself {
            numbers[event.symbol.int] += 1
            event.eventID = numbers[event.symbol.int]
        }
        if event.kind == .filled { remember(event) }
        return event
    }

    func movesMoney(_ event: VenueEvent) -> Bool { event.kind == .filled || event.kind == .funding }

    mutating func remember(_ fill: VenueEvent) {
        if firstFills[fill.symbol.int].symbol == .none { firstFills[fill.symbol.int] = fill }
    }

    /// What is said of one order keeps its order; what is open is said before the books are answered for.
    private mutating func say(
        _ event: VenueEvent, _ causes: Causes, _ time: Timestamp, _ effects: inout Effects
    ) {
        if event.kind == .open { return effects.publish(.venueEvent(event), because: causes) }
        let before = late.due(of: event.clientOrderID)
        let due = max(delayed(time), before ?? time)
        if due > time || before != nil || isGone {
            late.add(.event(event), due: due)
        } else {
            effects.publish(.venueEvent(event), because: causes)
        }
        if movesMoney(event), chance.happens(script.double) {
            let again = due + .seconds(1 + Int64(chance.next() % 3_600))
            late.add(.event(event), due: again, isDouble: true)
        }
    }

    private mutating func delayed(_ time: Timestamp) -> Timestamp {
        chance.happens(script.late) ? time + .seconds(1 + Int64(chance.next() % 90)) : time
    }

    private mutating func answer(
        _ id: RequestID, _ message: Message, _ time: Timestamp, _ effects: inout Effects
    ) {
        if chance.happens(script.mute) {
            return late.add(.unanswered(id, .timedOut), due: time + Self.patience)
        }
        let due = id.verb == .venueBooks ? time : delayed(time)
        if due > time { late.add(.answered(id, message), due: due) } else { effects.answer(id, message) }
    }

    /// Says what is due, while the line is there, and sets the timer for the rest.
    private mutating func release(_ time: Timestamp, _ effects: inout Effects) {
        guard !isGone else { return }
        while let word = late.take(by: time) { tell(word, &effects) }
        if late.due != .never { effects.wake(Self.wordTimer, at: late.due) }
    }

    func tell(_ word: VenueWord, _ effects: inout Effects) {
        switch word {
        case .event(let event): effects.publish(.venueEvent(event))
        case .answered(let id, let message): effects.answer(id, message)
        case .unanswered(let id, let why): effects.unanswer(id, why)
        case .link(let state): effects.link(state)
        }
    }
}
