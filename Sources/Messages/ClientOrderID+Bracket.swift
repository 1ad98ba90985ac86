import Market

extension ClientOrderID {
    /// From here on lie the stops and targets that were placed anew in another size: stops have even legs,
    /// targets odd ones.
    private static let firstAnewLeg: UInt8 = 100

    /// `stopLeg` or `targetLeg` of a stop or target, in whichever size it was placed; `nil` of another order.
    package var bracketLeg: UInt8? {
        switch leg {
        case Self.stopLeg, Self.targetLeg: leg
        case Self.firstAnewLeg...: leg.isMultiple(of: 2) ? Self.stopLeg : Self.targetLeg
        default: nil
        }
    }

    /// How many sizes of a stop have names of their own; a later one takes an earlier name, whose order has
    /// long ended.
    package static let bracketSizes = (Int(UInt8.max) - Int(firstAnewLeg)) / 2 + 1

    /// The name of a signal's stop or target in its first size, its second, and so on.
    package init(_ purpose: Purpose, of signal: Label, size number: Int) {
        let (first, offset): (UInt8, UInt8) = purpose == .stop ? (Self.stopLeg, 0) : (Self.targetLeg, 1)
        let place = UInt8((max(number, 1) - 1) % Self.bracketSizes)
        self.init(signal: signal, leg: number == 0 ? first : Self.firstAnewLeg + 2 * place + offset)
    }

    /// The number of a stop's or target's size.
    package var bracketSize: Int { leg < Self.firstAnewLeg ? 0 : Int(leg - Self.firstAnewLeg) / 2 + 1 }
}
