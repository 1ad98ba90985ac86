/// How far confidence rises with strength above its base, and where it ends: a strategy is never sure.
public enum Confidence {
    /// No signal of a strategy has more.
    public static let highest = 0.95

    /// The base plus a share of the way to the highest, by a strength that counts up to 1.
    static func rising(from base: Double, by strength: Double) -> Double {
        base + (highest - base) * min(max(strength, 0), 1)
    }
}
