import Market
import Wire

/// A process is alive, and how far it has come. It belongs to hosts: never an input of a stage, never
/// in a journal. As `progress` it is said after each `clock` of a replay, so that the feed never runs ahead.
@frozen public struct Heartbeat: MessageFields {
    /// The process and its instance, as in "l2-tactic.0".
    public var process: Label = Label()
    /// Event time up to which everything heard was handled, ns.
    public var handled: Timestamp = Timestamp.zero
    /// Frames said so far.
    public var published: UInt64 = 0
    /// Frames heard so far.
    public var received: UInt64 = 0
    /// Frames missed so far.
    public var gaps: UInt64 = 0
    /// Frames refused so far: malformed, or of another run.
    public var refused: UInt64 = 0
    /// Requests refused so far since no key of the run had sealed them, or since they were said before.
    public var forged: UInt64 = 0
    /// True once the process hears everyone whom it needs.
    public var ready: Bool = false
    /// Why it has halted trading; `none` where it has not, or keeps no halt.
    public var halt: ReasonCode = ReasonCode.none
    /// Event time since which it has, ns.
    public var haltedSince: Timestamp = Timestamp.zero
    /// Who asked for it: "person", or a process.
    public var haltedBy: ShortLabel = ShortLabel()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.text("process", &process, "the process and its instance, as in \"l2-tactic.0\"")
        try visitor.time("handled", &handled, "event time up to which everything heard was handled, ns")
        try visitor.integer("published", &published, "frames said so far")
        try visitor.integer("received", &received, "frames heard so far")
        try visitor.integer("gaps", &gaps, "frames missed so far")
        try visitor.integer("refused", &refused, "frames refused so far: malformed, or of another run")
        try visitor.integer(
            "forged", &forged, .optional,
            "requests refused so far that no key of the run had sealed, or that were said before")
        try visitor.flag("ready", &ready, "true once the process hears everyone whom it needs")
        try visitor.choice("halt", &halt, .optional, "why it has halted trading, where it has")
        try visitor.time(
            "halted_since", &haltedSince, .optional, "event time since which it has, ns; 0 where it has not")
        try visitor.text("halted_by", &haltedBy, .optional, "who asked for it, where it has")
    }
}
