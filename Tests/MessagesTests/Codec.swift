import Configuration
import Market
import Messages
import TestSupport
import Wire

/// Encoder and decoder of one table, on arrays of bytes.
struct Codec {
    let instruments = Settings.standard.instruments
    private let encoder = FrameEncoder(Settings.standard.instruments)
    private let decoder = FrameDecoder(Settings.standard.instruments)

    func encode(_ message: Message, _ header: Header = Header()) throws(WireError) -> [UInt8] {
        Array(try encoder.encode(message, header))
    }

    func encode(bare message: Message) throws(WireError) -> [UInt8] { Array(try encoder.encode(bare: message)) }

    func decode(_ kind: MessageKind, _ bytes: [UInt8]) throws(WireError) -> (header: Header, message: Message) {
        var result: Result<(header: Header, message: Message), WireError> = .failure(.truncated(at: 0))
        bytes.withUnsafeBytes { buffer in
            do throws(WireError) { result = .success(try decoder.decode(kind, buffer)) } catch { result = .failure(error) }
        }
        return try result.get()
    }

    func decode(bare kind: MessageKind, _ bytes: [UInt8]) throws -> Message {
        try bytes.withUnsafeBytes { try decoder.decode(bare: kind, $0) }
    }

    /// What decoding a frame of a kind throws; `nil` where it goes well.
    func failure(_ kind: MessageKind, _ bytes: [UInt8]) -> WireError? {
        do throws(WireError) {
            _ = try decode(kind, bytes)
            return nil
        } catch {
            return error
        }
    }

    /// A random message with a random header.
    func random(_ kind: MessageKind, seed: UInt64) throws -> (header: Header, message: Message) {
        var fields = RandomFields(seed: seed ^ 0xABCD, symbols: instruments.count)
        var header = Header()
        try header.visit(with: &fields)
        return (header, try RandomFields.message(kind, seed: seed, symbols: instruments.count))
    }
}
