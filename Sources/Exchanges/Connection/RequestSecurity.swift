/// What a request needs of a key. The core says it; the shell's `RequestSigner`, which alone holds keys,
/// adds it.
public enum RequestSecurity: Sendable, Hashable {
    /// Nothing: anybody may ask.
    case open
    /// The key's name in a header.
    case keyed
    /// That, and a signature over query and body.
    case signed
}
