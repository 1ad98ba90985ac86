import Market

/// Names one frame of one run.
///
/// In lockstep and in process it is the place in the order of all things (step, round, publisher's
/// rank and instance, index), so that every host gives the same frame the same id; in a free run it
/// counts up per process and start.
@frozen public struct EventID: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var raw: UInt64
    @inlinable public init(raw: UInt64) { self.raw = raw }

    /// No event.
    public static var none: EventID { EventID(raw: 0) }

    /// Step 37 bits, round 6, rank 4, instance 4, index 11: a positive number in 64 signed bits, which is
    /// what JSON readers, databases and other languages take.
    @inlinable public init(step: UInt64, round: Int, rank: Int, instance: Int, index: Int) {
        raw = step << 25 | UInt64(round & 63) << 19 | UInt64(rank & 15) << 15
            | UInt64(instance & 15) << 11 | UInt64(index & 2047)
    }

    /// How many frames one stage can say in one round: what the index has room for.
    public static let indexLimit = 2048

    /// Of a free run: bit 62, rank 4 bits, instance 4, epoch 14, counter 40.
    public init(rank: Int, instance: Int, epoch: UInt32, counter: UInt64) {
        raw = 1 << 62 | UInt64(rank & 15) << 58 | UInt64(instance & 15) << 54
            | UInt64(epoch & 0x3FFF) << 40 | counter & 0xFF_FFFF_FFFF
    }

    public static func < (a: EventID, b: EventID) -> Bool { a.raw < b.raw }
}

/// The ids a frame follows from: at most four.
@frozen public struct Causes: BitwiseCopyable, Sendable, Hashable {
    public var first = EventID.none
    public var second = EventID.none
    public var third = EventID.none
    public var fourth = EventID.none

    public init(
        _ first: EventID = .none, _ second: EventID = .none, _ third: EventID = .none,
        _ fourth: EventID = .none
    ) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// The causes by place, 0 to 3.
    public subscript(index: Int) -> EventID {
        get {
            switch index {
            case 0: first
            case 1: second
            case 2: third
            default: fourth
            }
        }
        set {
            switch index {
            case 0: first = newValue
            case 1: second = newValue
            case 2: third = newValue
            default: fourth = newValue
            }
        }
    }

    /// How many of the four are given.
    public var count: Int { (0..<4).count { self[$0] != .none } }

    /// The same causes with one in front, for what is being handled now.
    public func preceded(by id: EventID) -> Causes {
        first == id ? self : Causes(id, first, second, third)
    }
}
