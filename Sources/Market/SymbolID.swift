/// A symbol as its place in the instrument table; its name appears on the wire alone.
@frozen public struct SymbolID: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var index: UInt16
    @inlinable public init(_ index: Int) { self.index = UInt16(index) }
    /// Stands for "the whole portfolio" where a message is about no single symbol.
    public static var none: SymbolID { SymbolID(Int(UInt16.max)) }
    @inlinable public var int: Int { Int(index) }
    public static func < (a: SymbolID, b: SymbolID) -> Bool { a.index < b.index }
}
