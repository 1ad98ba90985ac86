/// The last n returns, also in ascending order, in place: what the historical measures of loss read.
/// A new return costs a search and a shift of at most `capacity` numbers, and no allocation.
@frozen public struct ReturnWindow<let capacity: Int>: BitwiseCopyable, Sendable {
    /// How many returns it holds, at most `capacity`.
    @inlinable public var count: Int { held }
    @usableFromInline var held: Int
    @usableFromInline var next: Int
    @usableFromInline var arrivals: InlineArray<capacity, Double>
    @usableFromInline var ascending: InlineArray<capacity, Double>

    /// An empty window.
    @inlinable public init() {
        held = 0
        next = 0
        arrivals = InlineArray(repeating: 0)
        ascending = InlineArray(repeating: 0)
    }

    /// A window of the last `capacity` of these returns.
    @inlinable public init(_ returns: [Double]) {
        self.init()
        for periodReturn in returns { add(periodReturn) }
    }

    /// Takes a return as a fraction, and drops the oldest from a full window. One that is not finite is
    /// ignored and answered `false`.
    @inlinable @discardableResult public mutating func add(_ periodReturn: Double) -> Bool {
        guard periodReturn.magnitude <= 1e100 else { return false }
        if count == capacity { remove(arrivals[next]) }
        insert(periodReturn)
        arrivals[next] = periodReturn
        next = next + 1 == capacity ? 0 : next + 1
        return true
    }

    /// The return at a rank, 0 the worst.
    @inlinable public subscript(rank: Int) -> Double { ascending[rank] }

    /// The return below which a fraction of all lies, interpolated between neighbours (Hyndman and Fan
    /// 1996, type 7: numpy's default); `nil` in an empty window.
    @inlinable public func quantile(_ fraction: Double) -> Double? {
        guard count > 0, fraction >= 0, fraction <= 1 else { return nil }
        let place = fraction * Double(count - 1)
        let rank = min(Int(place), count - 1)
        let following = min(rank + 1, count - 1)
        return ascending[rank] + (place - Double(rank)) * (ascending[following] - ascending[rank])
    }

    /// The mean of the returns up to an edge, itself included; the worst return alone where none is.
    @inlinable public func meanOfTail(upTo edge: Double) -> Double? {
        guard count > 0 else { return nil }
        let returns = ascending.span
        var sum = returns[0]
        var counted = 1
        while counted < count, returns[counted] <= edge {
            sum += returns[counted]
            counted += 1
        }
        return sum / Double(counted)
    }

    @usableFromInline mutating func insert(_ periodReturn: Double) {
        var rank = count
        while rank > 0, ascending[rank - 1] > periodReturn {
            ascending[rank] = ascending[rank - 1]
            rank -= 1
        }
        ascending[rank] = periodReturn
        held += 1
    }

    @usableFromInline mutating func remove(_ periodReturn: Double) {
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if ascending[middle] < periodReturn { low = middle + 1 } else { high = middle }
        }
        for rank in low..<(count - 1) { ascending[rank] = ascending[rank + 1] }
        held -= 1
    }
}
