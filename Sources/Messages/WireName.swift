/// A choice whose cases have names on the wire.
public protocol WireName: CaseIterable, BitwiseCopyable, Sendable, Hashable {
    var wireName: StaticString { get }
}

extension WireName {
    /// The case with this name, or `nil`.
    public init?(wireName bytes: UnsafeRawBufferPointer) {
        let found = Self.allCases.first { candidate in
            let name = candidate.wireName
            guard name.utf8CodeUnitCount == bytes.count else { return false }
            for index in 0..<bytes.count where name.utf8Start[index] != bytes[index] { return false }
            return true
        }
        guard let found else { return nil }
        self = found
    }

    /// The name as a string.
    public var name: String { "\(wireName)" }

    /// The case with this name, or `nil`.
    public init?(named name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
