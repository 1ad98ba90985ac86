import TestSupport

extension SeededGenerator {
    /// A random walk of prices with an occasional jump.
    mutating func prices(_ count: Int) -> [Double] {
        var price = 95_000.0
        return (0..<count).map { _ in
            let jump = Int.random(in: 0..<500, using: &self) == 0 ? 20.0 : 1
            price *= 1 + jump * Double.random(in: -0.0005...0.0005, using: &self)
            return price
        }
    }
}
