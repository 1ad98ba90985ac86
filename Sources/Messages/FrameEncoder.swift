import Market
import Wire

/// Turns messages into msgpack maps: header keys first, then the message's own, nested as declared.
public final class FrameEncoder {
    private let writer = MapWriter()
    private let names: RunNames

    public init(_ instruments: InstrumentTable) { names = RunNames(instruments) }

    /// The frame's bytes; valid until the next call, and while the encoder is kept. Throws where a price
    /// or quantity would not come back equal from its float64.
    public func encode(_ message: Message, _ header: Header) throws(WireError) -> UnsafeRawBufferPointer {
        var message = message
        var header = header
        return try encode { (encoder: inout FieldEncoder) throws(WireError) in
            try header.visit(with: &encoder)
            try message.visit(with: &encoder)
        }
    }

    /// The same, with how far the publisher's topics have come behind the fields: `said`, rows of a topic
    /// and the number of its newest frame, so that listeners notice what they missed at a topic's end.
    public func encode(
        _ message: Message, _ header: Header, said: [(topic: [UInt8], last: UInt64)]
    ) throws(WireError) -> UnsafeRawBufferPointer {
        try encode(message, header) { writer in
            writer.key("said")
            writer.beginArray(said.count)
            for reach in said {
                writer.beginArray(2)
                reach.topic.withUnsafeBytes { writer.text($0) }
                writer.unsigned(reach.last)
            }
        }
    }

    /// A state that was said before, for who joins: with the number of its topic's newest frame behind the
    /// fields, so that a listener can tell it from what is new.
    public func encode(again message: Message, _ header: Header) throws(WireError) -> UnsafeRawBufferPointer {
        try encode(message, header) { writer in
            writer.key("again")
            writer.unsigned(header.newest)
        }
    }

    /// A frame with one more key behind its fields.
    private func encode(
        _ message: Message, _ header: Header, more: (MapWriter) -> Void
    ) throws(WireError) -> UnsafeRawBufferPointer {
        var message = message
        var header = header
        writer.clear()
        var encoder = FieldEncoder(writer: writer, names: names)
        try header.visit(with: &encoder)
        try message.visit(with: &encoder)
        more(writer)
        writer.wrapInMap(encoder.count + 1)
        return writer.bytes
    }

    /// The message's own fields alone, as an outside Signal is written.
    public func encode(bare message: Message) throws(WireError) -> UnsafeRawBufferPointer {
        var message = message
        return try encode { (encoder: inout FieldEncoder) throws(WireError) in
            try message.visit(with: &encoder)
        }
    }

    /// The frame's bytes as a copy: for callers who do not keep the encoder.
    public func bytes(_ message: Message, _ header: Header) throws(WireError) -> [UInt8] {
        let bytes = Array(try encode(message, header))
        return withExtendedLifetime(self) { bytes }
    }

    /// The message's own fields alone, as a copy.
    public func bytes(bare message: Message) throws(WireError) -> [UInt8] {
        let bytes = Array(try encode(bare: message))
        return withExtendedLifetime(self) { bytes }
    }

    private func encode(
        _ fields: (inout FieldEncoder) throws(WireError) -> Void
    ) throws(WireError) -> UnsafeRawBufferPointer {
        writer.clear()
        var encoder = FieldEncoder(writer: writer, names: names)
        try fields(&encoder)
        writer.wrapInMap(encoder.count)
        return writer.bytes
    }
}
