import Messages

extension Header {
    /// Why what stands beside this header is none of a run's; `nil` where it is. Every border of a process,
    /// free or in lockstep, asks this.
    ///
    /// - Parameter expected: the header of a process of the run.
    package func stranger(to expected: Header) -> String? {
        if run != expected.run { return "is of run \(run); this is run \(expected.run)" }
        if mode != expected.mode { return "is of mode \(mode.name); this is \(expected.mode.name)" }
        if configuration != expected.configuration {
            return
                "was made with another configuration (cfg \(configuration), here \(expected.configuration))"
        }
        if instruments != expected.instruments {
            return "was made with other instruments (ins \(instruments), here \(expected.instruments))"
        }
        return nil
    }
}
