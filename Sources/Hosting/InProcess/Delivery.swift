import Market
import Messages
import Stages

/// An input on its way: to one slot, or to all who hear its kind.
struct Delivery: BitwiseCopyable {
    private static let everyone: Int32 = -1

    let envelope: Envelope
    private let target: Int32
    private let kind: MessageKind

    /// For one stage.
    init(_ input: Input, to slot: Int, at time: Timestamp, id: EventID = .none) {
        envelope = Envelope(input, at: time, id: id)
        target = Int32(slot)
        kind = .clock
    }

    /// For everyone who hears its kind.
    init(_ message: Message, id: EventID, at time: Timestamp, isWarmUp: Bool = false) {
        envelope = Envelope(.message(message), at: time, id: id, isWarmUp: isWarmUp)
        target = Self.everyone
        kind = message.kind
    }

    func reaches(_ slot: Int, _ hears: KindSet) -> Bool {
        target == Self.everyone ? hears.contains(kind) : Int(target) == slot
    }
}
