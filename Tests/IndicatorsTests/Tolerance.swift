/// Whether two figures agree to 1e-9, relative where the expected one exceeds 1, else absolute.
func agrees(_ actual: Double?, _ expected: Double?, within tolerance: Double = 1e-9) -> Bool {
    switch (actual, expected) {
    case (nil, nil): true
    case (let actual?, let expected?): abs(actual - expected) <= tolerance * max(1, abs(expected))
    default: false
    }
}

/// The bytes of a plain value, as a saved state holds them.
func bytes<Value: BitwiseCopyable>(of value: Value) -> [UInt8] {
    withUnsafeBytes(of: value) { Array($0) }
}
