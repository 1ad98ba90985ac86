/// A strategy of a run as its place in the run's table (`StrategyNames`); its name appears on the wire alone.
@frozen public struct StrategyID: BitwiseCopyable, Sendable, Hashable, Comparable {
    /// The place.
    public var index: UInt16
    /// The strategy at a place.
    @inlinable public init(_ index: Int) { self.index = UInt16(index) }

    /// Stands for no strategy of the table.
    @inlinable public static var none: StrategyID { StrategyID(Int(UInt16.max)) }
    /// The documents' own, which stand first in every table.
    @inlinable public static var momentum: StrategyID { StrategyID(0) }
    /// The second of them.
    @inlinable public static var meanReversion: StrategyID { StrategyID(1) }
    /// The third.
    @inlinable public static var breakout: StrategyID { StrategyID(2) }

    /// The place as an index.
    @inlinable public var int: Int { Int(index) }
    public static func < (a: StrategyID, b: StrategyID) -> Bool { a.index < b.index }
}
