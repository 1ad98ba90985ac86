import Delivery
import Engine
import Market
import Messages
import Sealing
import Wire

/// One record of an input journal, read.
package struct InputRecord {
    /// The conductor's word: which round, when and why.
    package let go: Go
    /// Hash of what the process said.
    package let said: ChainHash
    /// Topic and payload of each frame, in order.
    package let frames: [(topic: [UInt8], payload: [UInt8])]
    /// The feed handler's event.
    package let feed: Message?

    package init(
        _ bytes: UnsafeRawBufferPointer, _ codec: LockstepCodec, _ decoder: FrameDecoder,
        _ instruments: InstrumentTable
    )
        throws(WireError)
    {
        var view = try MapView(bytes)
        guard let word = try view.text("go") else { throw .missing(field: "go") }
        go = try codec.decodeGo(word)
        guard let hash = try view.text("said"), hash.count == ChainHash.size else {
            throw .missing(field: "said")
        }
        said = ChainHash(hash)
        guard var rows = try view.array("frames") else { throw .missing(field: "frames") }
        var frames: [(topic: [UInt8], payload: [UInt8])] = []
        for index in 0..<rows.count {
            var row = try rows.array(index)
            frames.append((Array(try row.bytes(0)), Array(try row.bytes(1))))
        }
        self.frames = frames
        guard var event = try view.array("feed") else {
            feed = nil
            return
        }
        guard let kind = TopicCatalogue.kind(ofTopic: try event.bytes(0), instruments) else {
            throw .outOfRange(field: "feed", value: "its topic", expected: "one of the catalogue")
        }
        feed = try decoder.decode(bare: kind, try event.bytes(1))
    }
}
