/// What silence says of a kind of stream.
package struct StreamLimits: BitwiseCopyable, Sendable, Hashable {
    /// How long it may tell nothing once it told something, in seconds; `nil` where silence is nothing
    /// unusual.
    package let silenceSeconds: Int64?
    /// Whether it tells something soon after it was subscribed to, whatever the market does.
    package let beginsSoon: Bool

    package init(silenceSeconds: Int64?, beginsSoon: Bool) {
        (self.silenceSeconds, self.beginsSoon) = (silenceSeconds, beginsSoon)
    }
}
