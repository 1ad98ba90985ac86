/// What the asset is to a pair in which the fee of one of its fills was taken.
enum FeeAsset: BitwiseCopyable, Sendable {
    /// What is traded, on spot: the holding is smaller by the fee.
    case base
    /// The currency in which all is reckoned.
    case quote
    /// The exchange's own, which the books keep beside.
    case bnb
    /// One that the books know nothing of.
    case other
}
