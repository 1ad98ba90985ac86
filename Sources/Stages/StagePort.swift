import Market
import Messages

/// A venue that is a stage, as a port: its effects come out as words, one by one. What it stores is left to
/// whoever hosts it.
public struct StagePort<Venue: Stage>: VenuePort {
    /// What a person calls it.
    public let name: String
    /// What the stage can do of itself.
    public let abilities: VenueAbilities
    /// What the stage charges and demands.
    public let terms: VenueTerms
    /// The venue.
    public private(set) var stage: Venue
    private var words: [VenueWord] = []
    private var timers: [(id: TimerID, due: Timestamp)] = []
    private var effects = Effects()
    private var now = Timestamp.zero

    public init(_ stage: Venue, name: String, terms: VenueTerms, abilities: VenueAbilities = .all) {
        self.stage = stage
        self.name = name
        self.abilities = abilities
        self.terms = terms
    }

    /// Lets the stage handle an ask.
    public mutating func ask(_ id: RequestID, _ message: Message, at time: Timestamp) {
        handle(Envelope(.request(id, message), at: time))
    }

    /// Lets the stage hear something, after what is due by then.
    public mutating func hear(_ input: Envelope) {
        fire(by: input.time)
        handle(input)
    }

    /// The next word; where there is none, what the stage's timers lead to by a time.
    public mutating func next(by time: Timestamp) -> VenueWord? {
        if words.isEmpty { fire(by: time) }
        return words.isEmpty ? nil : words.removeFirst()
    }

    private mutating func fire(by time: Timestamp) {
        while let timer = timers.min(by: { $0.due < $1.due }), timer.due <= time {
            timers.removeAll { $0.id == timer.id }
            handle(Envelope(.woken(timer.id), at: max(now, timer.due)))
        }
    }

    private mutating func handle(_ input: Envelope) {
        now = max(now, input.time)
        effects.clear()
        stage.handle(input, into: &effects)
        for effect in effects.list {
            switch effect {
            case .publish(.venueEvent(let event), _): words.append(.event(event))
            case .answer(let id, let message): words.append(.answered(id, message))
            case .unanswer(let id, let why): words.append(.unanswered(id, why))
            case .link(let state): words.append(.link(state))
            case .wake(let id, let due):
                timers.removeAll { $0.id == id }
                if due != .never { timers.append((id, due)) }
            case .publish, .ask, .store: break
            }
        }
    }
}
