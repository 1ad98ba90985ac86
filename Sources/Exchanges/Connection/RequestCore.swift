/// A client of an exchange that asks by HTTP alone: it opens no connection, so none tells it anything.
public protocol RequestCore: ClientCore {}

extension RequestCore {
    /// It opens none.
    public mutating func opened(_ connection: ConnectionID, at moment: Moment) {}
    /// None of its connections tells anything.
    public mutating func received(
        _ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment
    ) {}
    /// None of its connections is pinged.
    public mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment) {}
    /// None of its connections ends.
    public mutating func closed(_ connection: ConnectionID, _ end: ConnectionEnd, at moment: Moment) {}
}
