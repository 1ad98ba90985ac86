import Messages

/// What can become of an order on its way to the exchange and there.
enum OrderNews: BitwiseCopyable, Sendable, Hashable {
    /// It is to be placed.
    case wanted
    /// Its request went out.
    case left
    /// It did not arrive: its request never left, or the exchange says that it did nothing and wants to be
    /// asked later.
    case stayed
    /// The exchange says that it does nothing.
    case refused
    /// Nobody knows whether it arrived.
    case missed
    /// The exchange tells how it stands.
    case told(OrderStatus)
    /// The exchange doesn't know it: monotonic time. What is proof is what was heard since the answer before.
    case notFound(at: Int64, isProof: Bool)
}
