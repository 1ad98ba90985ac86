import Messages
import Stages

/// What a process wants to leave it, in order, until its shell has carried it out. Its memory is used again.
package final class ProcessEffects: FrameSink, AnswerSink {
    /// In order.
    @exclusivity(unchecked) package private(set) var list: [ProcessEffect] = []
    @exclusivity(unchecked) private var bytes: [UInt8] = []

    package init() {}

    /// Whether it wants nothing.
    package var isEmpty: Bool { list.isEmpty }

    /// Says a frame.
    package func publish(topic: [UInt8], payload: UnsafeRawBufferPointer) {
        list.append(.publish(topic: keep(topic), payload: keep(payload)))
    }

    /// Asks on a line.
    package func ask(
        _ line: RequestLine, ticket: Int, topic: some Collection<UInt8>, payload: some Collection<UInt8>,
        answerBy: Int64
    ) {
        list.append(
            .ask(line, ticket: ticket, topic: keep(topic), payload: keep(payload), answerBy: answerBy))
    }

    /// Asks a venue that lives outside.
    package func ask(venue id: RequestID, _ message: Message) { list.append(.askVenue(id, message)) }

    /// Answers a request.
    package func answer(_ request: Int, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
        list.append(.answer(request: request, topic: keep(topic), payload: keep(payload)))
    }

    /// Shows the bytes of an effect.
    package func withBytes<Result>(
        _ topic: ProcessEffect.Part, _ payload: ProcessEffect.Part,
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { all in
            try body(
                UnsafeRawBufferPointer(rebasing: all[topic.start..<topic.end]),
                UnsafeRawBufferPointer(rebasing: all[payload.start..<payload.end]))
        }
    }

    /// All was carried out.
    package func clear() {
        if list.isEmpty { return }
        list.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    private func keep(_ part: some Collection<UInt8>) -> ProcessEffect.Part {
        let start = bytes.count
        bytes.append(contentsOf: part)
        return ProcessEffect.Part(start: start, end: bytes.count)
    }
}
