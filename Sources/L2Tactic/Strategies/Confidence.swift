/// How far confidence rises with strength above its base, and where it ends: a strategy is never sure.
enum Confidence {
    /// The base plus a share of the way to 0.95, by a strength that counts up to 1.
    static func rising(from base: Double, by strength: Double) -> Double {
        base + (0.95 - base) * min(max(strength, 0), 1)
    }
}
