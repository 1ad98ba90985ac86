import Market
import Messages
import Wire

/// One line of text or JSON for a frame.
struct FrameText {
    let instruments: InstrumentTable
    let isJSON: Bool

    /// The line, without its end. `isAgain`: a publisher's last word, said again for who has joined.
    func line(
        _ frame: InspectedFrame, topic: UnsafeRawBufferPointer, bytes: Int, at received: Timestamp,
        isAgain: Bool = false
    ) -> String {
        switch frame {
        case .message(let header, let message):
            isJSON
                ? SafeIntegers.quoted(json(header, message, topic, received, isAgain))
                : text(header, message, topic) + (isAgain ? "  (said before, told again)" : "")
        case .refused(let why):
            isJSON
                ? SafeIntegers.quoted(json(refused: why, topic, bytes, received))
                : text(refused: why, topic, bytes)
        }
    }

    private func text(_ header: Header, _ message: Message, _ topic: UnsafeRawBufferPointer) -> String {
        var message = message
        var fields = FieldLine(instruments)
        // These visitors only read: they have nothing to throw.
        try? message.visit(with: &fields)
        let place = "\(header.source) seq \(header.sequence)"
        return "\(header.time) \(place) \(ForeignText.shown(topic))\(fields.text)"
    }

    private func text(refused why: String, _ topic: UnsafeRawBufferPointer, _ bytes: Int) -> String {
        "unreadable \(ForeignText.shown(topic)) (\(bytes) bytes): "
            + ForeignText.shown(why, limit: 300)
    }

    private func json(
        _ header: Header, _ message: Message, _ topic: UnsafeRawBufferPointer, _ received: Timestamp,
        _ isAgain: Bool
    ) -> String {
        var header = header
        var fields = FieldJSON(instruments)
        try? header.visit(with: &fields)
        let data = (try? FieldJSON.object(message, instruments)) ?? "null"
        return start(topic, received) + (isAgain ? ",\"again\":true" : "")
            + ",\"header\":{\(fields.text)},\"data\":\(data)}"
    }

    private func json(
        refused why: String, _ topic: UnsafeRawBufferPointer, _ bytes: Int, _ received: Timestamp
    ) -> String {
        start(topic, received) + ",\"bytes\":\(bytes),\"refused\":\(ForeignText.json(why))}"
    }

    private func start(_ topic: UnsafeRawBufferPointer, _ received: Timestamp) -> String {
        let topic = ForeignText.json(String(decoding: topic, as: UTF8.self))
        return "{\"received\":\(received.nanoseconds),\"topic\":\(topic)"
    }
}
