import Market
import Sealing

/// The keys of a simulated run: they follow from its seed, as everything does.
struct SimulatedKeys {
    let request: SecretKey
    let approval: SecretKey

    init(seed: UInt64) {
        var chance = SplitMix64(spreading: seed)
        request = Self.draw(&chance)
        approval = Self.draw(&chance)
    }

    private static func draw(_ chance: inout SplitMix64) -> SecretKey {
        let words = (0..<SecretKey.size / 8).map { _ in chance.next() }
        guard let key = words.withUnsafeBytes({ SecretKey($0) }) else {
            fatalError("a key has \(SecretKey.size) bytes")
        }
        return key
    }
}
