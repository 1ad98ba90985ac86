import Market

extension SplitMix64 {
    /// The simulator's only chance, from a seed and a place, so that what it makes up at one moment hangs on
    /// nothing that was made up before.
    init(seed: UInt64, places: UInt64...) {
        let state = places.reduce(seed) { Self.mix($0 &+ Self.step &* ($1 &+ 1)) }
        self.init(seed: state)
    }
}
