import Market
import Wire

/// What stands beside the message's own fields in every frame.
@frozen public struct Header: MessageFields {
    /// The version of the schema that this build speaks.
    public static let version: UInt8 = 1

    /// The version of the schema that the sender speaks.
    public var version: UInt8 = Header.version
    /// The run's durable number.
    public var run: UInt32 = 0
    /// What is traded: PAPER, LIVE or REPLAY.
    public var mode: TradingMode = .paper
    /// The publishing process and its instance, as in "l2-tactic.0".
    public var source: Label = Label()
    /// The process's durable start number; who goes on exactly keeps that of the start before.
    public var epoch: UInt32 = 0
    /// Counts up per topic and epoch, from 1.
    public var sequence: UInt64 = 0
    public var id: EventID = .none
    public var causes = Causes()
    /// Event time.
    public var time: Timestamp = .zero
    /// Wall time of sending; never an input of a stage.
    public var sent: Timestamp = .zero
    /// Hash of the configuration.
    public var configuration: UInt64 = 0
    /// Hash of the instrument table.
    public var instruments: UInt64 = 0
    /// Of a state that is said again to who joins: the topic's newest number. It stands behind the message's
    /// fields as "again"; 0 in all other frames, which lack it.
    public var newest: UInt64 = 0

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.integer("v", &version, "version of the schema")
        try visitor.integer("run", &run, "number of the run; frames of another run are refused")
        try visitor.choice(
            "mode", &mode, "PAPER, TESTNET, LIVE or REPLAY; frames of another mode are refused")
        try visitor.text("src", &source, "publishing process and instance, as in \"l2-tactic.0\"")
        try visitor.integer(
            "epoch", &epoch, "start number of the publishing process; kept by an exact restart")
        try visitor.integer("seq", &sequence, "counts up per topic and epoch, from 1")
        try visitor.integer("id", &id.raw, "names the frame within its run")
        try visitor.causes("cause", &causes, "ids of up to four frames it follows from")
        try visitor.time("ts", &time, "event time, ns since 1970 UTC")
        try visitor.time("sent", &sent, "wall time of sending, ns since 1970 UTC")
        try visitor.integer("cfg", &configuration, "hash of the configuration")
        try visitor.integer("ins", &instruments, "hash of the instrument table")
    }
}

/// What is traded.
public enum TradingMode: UInt8, WireName {
    case paper
    case live
    case replay
    /// At the exchange's place for trials: real orders, no real money.
    case testnet

    public var wireName: StaticString {
        switch self {
        case .paper: "PAPER"
        case .live: "LIVE"
        case .replay: "REPLAY"
        case .testnet: "TESTNET"
        }
    }

    /// Whether its orders are those of an account at the exchange.
    public var tradesAccount: Bool { self == .testnet || self == .live }
}
