/// The moments of one entry order on its way from a tick to the executor, ns by the wall clock.
struct ChainMoments {
    /// What lies between two moments, in their order.
    static let hops = [
        "feed to decision", "decision to risk manager", "risk manager and back", "submit to executor",
        "made durable",
    ]

    /// Tick sent, decision said, check at the risk manager, submit sent, submit at the executor, durable.
    private(set) var moments: [Int64]

    /// `nil` where a moment is missing or before the one it follows.
    init?(_ moments: [Int64]) {
        guard moments.count == Self.hops.count + 1, zip(moments, moments.dropFirst()).allSatisfy(<=) else {
            return nil
        }
        self.moments = moments
    }

    /// One hop, µs.
    func hop(_ index: Int) -> Double { Double(moments[index + 1] - moments[index]) / 1000 }

    /// From the tick until the executor has the order, µs.
    var tickToOrder: Double { Double(moments[4] - moments[0]) / 1000 }

    /// From the tick until the order is durable, µs.
    var tickToDurable: Double { Double(moments[5] - moments[0]) / 1000 }
}
