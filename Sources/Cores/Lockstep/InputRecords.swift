import Delivery
import Market
import Messages
import Wire

/// Reads the records of an input journal.
package final class InputRecords {
    private let codec = LockstepCodec()
    private let decoder: FrameDecoder
    private let instruments: InstrumentTable

    package init(_ instruments: InstrumentTable) {
        decoder = FrameDecoder(instruments)
        self.instruments = instruments
    }

    /// One record.
    package func read(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> InputRecord {
        try InputRecord(bytes, codec, decoder, instruments)
    }
}
