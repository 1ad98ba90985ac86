/// How far a process's records are kept, in steps: what a step that is done again after a restart wants
/// kept is kept already, up to the last step that was.
package struct RecordMarks {
    /// In lockstep: the round at hand.
    package var place: StepPlace?
    /// Up to where all is kept.
    package var stored: UInt64 = 0
    /// In a free run: how many steps are finished, which counts what is kept in the same way.
    package var finished: UInt64?

    /// Nothing yet.
    package init() {}

    /// The step at hand; `nil` where steps don't count.
    package var current: UInt64? { place?.raw ?? finished.map { $0 + 1 } }

    /// Whether what the step at hand wants kept is kept.
    package var isStored: Bool { current.map { $0 <= stored } ?? false }

    /// The step at hand is over.
    package mutating func endStep() { if let finished { self.finished = finished + 1 } }
}
