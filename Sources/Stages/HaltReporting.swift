import Messages

/// A stage that keeps a halt.
public protocol HaltReporting {
    /// Whether it has halted, since when, why and by whom.
    var haltRecord: HaltRecord { get }
}
