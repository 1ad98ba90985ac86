import Market

/// Amounts rounded to cents so that they add up to what stands under or beside them: each to one of its two
/// neighbours, and those that lack least for the upper one up, as many as the sum asks for (largest
/// remainder).
enum SummaryCents {
    private static let cent = Money(raw: 1_000_000)

    /// Summands rounded so that they add up to their sum, itself rounded up or down.
    static func rounded(_ amounts: [Money], to sum: Money) -> [Money] {
        var shown = amounts.map(floor)
        let missing = (sum.raw - shown.reduce(0) { $0 + $1.raw }) / cent.raw
        let order = amounts.indices.sorted {
            (amounts[$1] - shown[$1], $0) < (amounts[$0] - shown[$0], $1)
        }
        for index in order.prefix(Int(max(0, missing))) { shown[index] += cent }
        return shown
    }

    /// Rows rounded so that each of their columns adds up to its rounded sum.
    static func columns(_ rows: [[Money]], to sums: [Money]) -> [[Money]] {
        var shown = rows
        for column in sums.indices {
            let rounded = rounded(rows.map { $0[column] }, to: sums[column])
            for row in rows.indices { shown[row][column] = rounded[row] }
        }
        return shown
    }

    /// To the nearest cent.
    static func nearest(_ amount: Money) -> Money { amount.rounded(to: cent, .nearest) }

    /// The largest whole cents that are no more.
    private static func floor(_ amount: Money) -> Money {
        let rest = amount.raw % cent.raw
        return Money(raw: amount.raw - (rest < 0 ? rest + cent.raw : rest))
    }
}
