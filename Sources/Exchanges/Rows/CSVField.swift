/// What a column of recorded data holds.
enum CSVField: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// Open time of a candle, time of a trade or quote: what a file is ordered by.
    case time
    case open
    case high
    case low
    case close
    case volume
    case closeTime
    case quoteVolume
    /// Number of a trade or of a book's update.
    case id
    case price
    case quantity
    case buyerIsMaker
    /// The side of whoever took: the other way to say who was the maker.
    case takerSide
    case bid
    case bidQuantity
    case ask
    case askQuantity

    /// What errors call the column before the file's own name for it is put in.
    var name: String { "\(self)" }
}
