/// Adds to what leaves what it needs of a key. It stands at the edge, in the shell: a core's state is written
/// down, and no key ever is.
public protocol RequestSigner: AnyObject {
    /// The request as it is sent to a base URL; `nil` where no key is for that address.
    func signed(_ request: HTTPRequest, to base: String) -> HTTPRequest?
    /// The text to send on a WebSocket at this scheme, host and port; `nil` where no key is for that address.
    func signed(_ message: SignedMessage, to base: String) -> String?
}
