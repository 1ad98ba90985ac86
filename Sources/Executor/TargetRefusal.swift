/// Why the exchange took no target beside its stop.
enum TargetRefusal: UInt8, BitwiseCopyable, Sendable {
    /// It took it, or was not asked.
    case none
    /// The market had passed it: it is due.
    case passed
    /// It wants none like that.
    case other
}
