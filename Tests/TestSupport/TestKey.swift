import Sealing

/// Keys for tests.
public enum TestKey {
    /// 32 times the same byte.
    public static func of(_ byte: UInt8) -> SecretKey {
        guard let key = [UInt8](repeating: byte, count: SecretKey.size).withUnsafeBytes({ SecretKey($0) }) else {
            fatalError("a key has \(SecretKey.size) bytes")
        }
        return key
    }

    /// Both keys of a run, or of its request key alone.
    public static func keys(_ byte: UInt8 = 1, approves: Bool = true) -> Keys {
        Keys(request: of(byte), approval: approves ? of(byte ^ 0xFF) : nil)
    }
}
