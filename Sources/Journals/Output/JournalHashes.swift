import Messages

/// The hashes in a journal's first line.
public struct JournalHashes: Sendable, Hashable {
    /// Of the settings.
    public var configuration: UInt64
    /// Of the instrument table.
    public var instruments: UInt64
    /// Of the recorded data.
    public var data: UInt64

    public init(configuration: UInt64, instruments: UInt64, data: UInt64) {
        self.configuration = configuration
        self.instruments = instruments
        self.data = data
    }
}
