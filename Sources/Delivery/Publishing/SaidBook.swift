import Exchanges
import Market
import Messages
import Stages
import Wire

/// A symbol's book as its publisher said it so far, for those who join late or missed a part of it.
package struct SaidBook {
    /// Levels of a side that are given: what fits into one answer. Those farther from the touch are told
    /// where they change.
    private static let levelLimit = 500

    private var book: OpeningBook
    /// Of the newest frame.
    private var header = Header()

    init(_ symbol: SymbolID) { book = OpeningBook(symbol: symbol) }

    /// A part of the book was said.
    mutating func take(_ depth: Depth, _ header: Header) {
        book.take(depth)
        self.header = header
    }

    /// The book under the number of the newest frame, fewer levels where they are too many for one answer.
    func frames(_ encoder: FrameEncoder) throws(WireError) -> [[UInt8]] {
        var levels = Self.levelLimit
        while true {
            var frames: [[UInt8]] = []
            var parts = book.snapshot(levels: levels)
            if parts.isEmpty { parts = [DepthSequencer.lostBook(book.symbol, id: book.book.lastUpdateID)] }
            for part in parts { frames.append(try encoder.bytes(.depth(part), header)) }
            let bytes = frames.reduce(0) { $0 + $1.count + 8 }
            if bytes <= FrameRing.answerLimit || levels < 2 { return frames }
            levels /= 2
        }
    }

    func save(into writer: inout StateWriter) {
        writer.write(book.symbol)
        writer.write(header)
        writer.write(book.book)
    }

    init(from reader: inout StateReader) throws(StateError) {
        book = OpeningBook(symbol: try reader.read())
        header = try reader.read()
        book.book = try reader.readBook()
    }
}
