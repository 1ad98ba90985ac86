import Exchanges

/// What can be made out of a message that is no whole JSON: the exchange writes `arg` first.
struct BrokenMessage {
    /// Bytes in which the names are looked for.
    private static let reach = 256

    /// The letters of the channel; none where it is not told.
    let channel: [UInt8]
    /// The letters of the instrument.
    let instrument: [UInt8]

    init(_ text: UnsafeRawBufferPointer) {
        let parts = text.prefix(Self.reach).split(
            separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        // "name":"value" is, split at the quotes: name, colon, value.
        func value(_ name: StaticString) -> [UInt8] {
            for index in parts.indices.dropLast(2)
            where FieldText.equal(UnsafeRawBufferPointer(rebasing: parts[index]), name) {
                return Array(parts[index + 2])
            }
            return []
        }
        (channel, instrument) = (value("channel"), value("instId"))
    }
}
