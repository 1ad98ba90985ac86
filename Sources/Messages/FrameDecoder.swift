import Market
import Wire

/// Turns msgpack maps into messages.
public final class FrameDecoder {
    private let names: RunNames

    public init(_ instruments: InstrumentTable) { names = RunNames(instruments) }

    /// A message of the kind that its topic announced, with its header.
    public func decode(
        _ kind: MessageKind, _ bytes: UnsafeRawBufferPointer
    ) throws(WireError) -> (header: Header, message: Message) {
        var view = try MapView(bytes)
        return try decode(kind, &view)
    }

    /// The same of a map that was looked at, which may hold more behind it for who asks.
    public func decode(
        _ kind: MessageKind, _ view: inout MapView
    ) throws(WireError) -> (header: Header, message: Message) {
        var decoder = FieldDecoder(view: view, names: names)
        var header = Header()
        try Self.read(&header, from: &decoder)
        var message = Message(kind)
        decoder.leavesBounds = kind == .signal
        try message.visit(with: &decoder)
        view = decoder.view
        return (header, message)
    }

    /// The header of a map that may have none, as an outside Signal's; `nil` where it names no version.
    public func header(ifAny bytes: UnsafeRawBufferPointer) throws(WireError) -> Header? {
        var view = try MapView(bytes)
        guard try view.integer("v") != nil else { return nil }
        var decoder = FieldDecoder(view: view, names: names)
        var header = Header()
        try Self.read(&header, from: &decoder)
        return header
    }

    private static func read(_ header: inout Header, from decoder: inout FieldDecoder) throws(WireError) {
        try header.visit(with: &decoder)
        guard header.version == Header.version else {
            throw .outOfRange(field: "v", value: "\(header.version)", expected: "\(Header.version)")
        }
    }

    /// The message's own fields alone, without a header: an outside Signal.
    public func decode(bare kind: MessageKind, _ bytes: UnsafeRawBufferPointer) throws(WireError) -> Message {
        var decoder = FieldDecoder(view: try MapView(bytes), names: names)
        var message = Message(kind)
        decoder.leavesBounds = kind == .signal
        try message.visit(with: &decoder)
        return message
    }

    /// The names of a bare Signal that can't be read otherwise, so that its end can be told; `nil` where it
    /// has no id.
    public func names(ofSignal bytes: UnsafeRawBufferPointer) -> Signal? {
        do throws(WireError) {
            var view = try MapView(bytes)
            guard let text = try view.text("signal_id"), let id = Label(text), !id.isEmpty else { return nil }
            var signal = Signal()
            signal.signalID = id
            signal.isMalformed = true
            if let name = try view.text("symbol") { signal.symbol = names.symbol(name) ?? .none }
            return signal
        } catch {
            return nil
        }
    }
}
