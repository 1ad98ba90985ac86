import Messages

/// Where a run stands: its step, and the round within the step.
struct StepPlace: BitwiseCopyable, Hashable, Comparable, Sendable {
    var step: UInt64 = 0
    var round = 0

    /// Both in one number that rises: the upper bits of the ids of this round's frames.
    var raw: UInt64 { step << 6 | UInt64(round & 63) }

    static func < (a: StepPlace, b: StepPlace) -> Bool { a.raw < b.raw }
}

extension EventID {
    /// The `raw` of the place of which a frame with this ordered id is.
    var placeRaw: UInt64 { raw >> 19 }
}
