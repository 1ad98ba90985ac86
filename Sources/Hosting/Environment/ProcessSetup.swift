import Configuration
import Market
import Messages

/// What a process works with, read from its files.
public struct ProcessSetup: Sendable {
    /// Configuration, safe list and instruments, checked.
    public var settings: Settings
    /// Whether orders are on paper, replayed or real: frames of another mode are refused.
    public var mode: TradingMode
    /// Of all settings: frames made by other ones are refused.
    public var configurationHash: UInt64
    /// Of the instrument table, by whose places symbols are known.
    public var instrumentHash: UInt64

    public init(settings: Settings, mode: TradingMode, configurationHash: UInt64, instrumentHash: UInt64) {
        self.settings = settings
        self.mode = mode
        self.configurationHash = configurationHash
        self.instrumentHash = instrumentHash
    }

    /// The header that every frame of this process has.
    package func header(source: String, _ environment: ProcessEnvironment) -> Header {
        var header = Header()
        header.run = environment.run
        header.mode = mode
        header.source = Label(clipping: source)
        header.epoch = environment.epoch
        header.configuration = configurationHash
        header.instruments = instrumentHash
        return header
    }
}
