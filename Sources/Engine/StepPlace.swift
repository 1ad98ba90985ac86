import Messages

/// Where a run stands: its step, and the round within the step.
package struct StepPlace: BitwiseCopyable, Hashable, Comparable, Sendable {
    /// Number of the step, from 1; 0 before the first.
    package var step: UInt64 = 0
    /// Number of the round within it, from 0.
    package var round = 0

    package init(step: UInt64 = 0, round: Int = 0) {
        (self.step, self.round) = (step, round)
    }

    /// Both in one number that rises: the upper bits of the ids of this round's frames.
    package var raw: UInt64 { step << 6 | UInt64(round & 63) }

    package static func < (a: StepPlace, b: StepPlace) -> Bool { a.raw < b.raw }
}

extension EventID {
    /// The `raw` of the place of which a frame with this ordered id is.
    package var placeRaw: UInt64 { raw >> 19 }
}
