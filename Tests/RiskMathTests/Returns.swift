/// The returns all golden figures here are made of, in Python:
/// `r = np.array([0.01,-0.02,0.015,-0.005,0.03,-0.01,0.002,-0.04,0.008,0.012])`
let returns = [0.01, -0.02, 0.015, -0.005, 0.03, -0.01, 0.002, -0.04, 0.008, 0.012]

/// Whether two figures agree to 1e-12, relative where the expected one exceeds 1.
func agrees(_ actual: Double?, _ expected: Double) -> Bool {
    guard let actual else { return false }
    return abs(actual - expected) <= 1e-12 * max(1, abs(expected))
}
