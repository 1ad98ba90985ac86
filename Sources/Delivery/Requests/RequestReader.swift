import Market
import Messages
import Stages
import Wire

/// Reads requests: those of other processes come with a header and are held against it, those of a person
/// or a script come bare.
package final class RequestReader {
    private let decoder: FrameDecoder
    private let instruments: InstrumentTable
    private let header: Header

    package init(_ instruments: InstrumentTable, header: Header) {
        decoder = FrameDecoder(instruments)
        self.instruments = instruments
        self.header = header
    }

    /// The kind of request that a topic announces; `nil` where there is none.
    package func kind(ofTopic topic: [UInt8]) -> MessageKind? {
        TopicCatalogue.kind(ofRequest: topic, instruments)
    }

    /// A request with the name that its content gives it; `nil` where it names nothing that can be asked.
    package func read(_ topic: [UInt8], _ payload: [UInt8]) throws -> (RequestID, Message)? {
        guard let kind = kind(ofTopic: topic) else { return nil }
        do {
            let message = try decode(kind, payload)
            return Self.requestID(message).map { ($0, message) }
        } catch {
            guard let named = unread(kind, payload) else { throw error }
            return named
        }
    }

    /// Why a request can't be read; `nil` where it can.
    func flaw(_ kind: MessageKind, _ payload: [UInt8]) -> (any Error)? {
        do {
            _ = try decode(kind, payload)
            return nil
        } catch {
            return error
        }
    }

    /// A signal that can't be read but by its names: L1 reports that it ended. `nil` where it has none, and
    /// for all other requests.
    package func unread(_ kind: MessageKind, _ payload: [UInt8]) -> (RequestID, Message)? {
        guard kind == .signal, let signal = payload.withUnsafeBytes({ decoder.names(ofSignal: $0) }) else {
            return nil
        }
        return (RequestID(signal.signalID, .signal), .signal(signal))
    }

    /// The message of a request.
    package func decode(_ kind: MessageKind, _ payload: [UInt8]) throws -> Message {
        try payload.withUnsafeBytes { bytes in
            if Self.isBare(kind) { return try decoder.decode(bare: kind, bytes) }
            let (theirs, message) = try decoder.decode(kind, bytes)
            try check(theirs)
            return message
        }
    }

    private func check(_ theirs: Header) throws(WireError) {
        guard theirs.stranger(to: header) != nil else { return }
        throw .outOfRange(
            field: "run", value: "\(theirs.run)",
            expected: "run \(header.run) with the same mode, configuration and instruments")
    }

    /// What is wrong with the header of a map that may come without one; `nil` where nothing is.
    func flaw(ofHeader payload: [UInt8]) -> (any Error)? {
        do {
            let theirs = try payload.withUnsafeBytes { try decoder.header(ifAny: $0) }
            if let theirs { try check(theirs) }
            return nil
        } catch {
            return error
        }
    }

    /// Whether a kind of request comes from a person or a script.
    static func isBare(_ kind: MessageKind) -> Bool {
        kind == .signal || kind == .halt || kind == .resume
    }

    /// How long of wall time a person's halt or resume is good.
    static let validity = TimeSpan.seconds(10)

    /// Why a person's command is not carried out any more: it lay before a process that hung. A process
    /// that wakes up has not seen event time go on yet, so this goes by the wall clock.
    static func lateness(of message: Message, at now: Timestamp) -> Reason? {
        switch message {
        case .halt(let command) where command.asked != .zero,
            .resume(let command) where command.asked != .zero:
            Reason.lateness(of: command.asked + validity, at: now)
        default: nil
        }
    }

    /// The request's name, from its content.
    package static func requestID(_ message: Message) -> RequestID? {
        switch message {
        case .riskCheck(let check): RequestID(check.intent.clientOrderID, .riskCheck)
        case .submit(let order): RequestID(order.intent.clientOrderID, .submit)
        case .cancel(let order): RequestID(order.clientOrderID, .cancel)
        case .orderQuery(let query): RequestID(query.clientOrderID, .orderQuery)
        case .signal(let signal): RequestID(signal.signalID, .signal)
        case .halt(let command): RequestID(Label(clipping: "\(command.by)"), .halt)
        case .resume(let command): RequestID(Label(clipping: "\(command.by)"), .resume)
        default: nil
        }
    }
}
