/// Knows an account's signatures: the core of the exchange sees neither secret nor key file.
public struct RequestVerifier {
    /// Whether the key may log a session on: an Ed25519 key.
    public let opensSessions: Bool
    let knows: (_ payload: [UInt8], _ signature: String) -> Bool

    /// A verifier; `knows` answers whether a signature, hex or base64 as it came, is the key's on a payload.
    public init(
        opensSessions: Bool, knows: @escaping (_ payload: [UInt8], _ signature: String) -> Bool
    ) {
        (self.opensSessions, self.knows) = (opensSessions, knows)
    }
}
