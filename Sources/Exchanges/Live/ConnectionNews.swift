/// What became of a connection, for the rest of the feed.
package enum ConnectionNews: Sendable {
    /// The exchange took a subscription to these streams.
    case subscribed([Int])
    /// Nobody tells these streams any more.
    case lost([Int])
    /// The exchange refused a stream, for this reason.
    case refused(stream: Int, String)
    /// For a person.
    case told(String)
}
