import BinanceFeed
import Exchanges
import Market

/// Whether the lines of a file that was begun follow one on another, as they were fetched.
struct RowCheck {
    private let piece: HistoryPiece
    private let columns: Int
    /// Columns of time and number.
    private let timeColumn: Int
    private let idColumn: Int?
    private var newest: HistoryPlace?

    init(_ piece: HistoryPiece) {
        self.piece = piece
        columns = piece.kind.header.count { $0 == "," } + 1
        (timeColumn, idColumn) = piece.kind == .trades ? (5, 0) : (0, nil)
    }

    /// The place of a line that follows those before; `nil` for any other.
    mutating func place(of line: UnsafeRawBufferPointer) -> HistoryPlace? {
        let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        func whole(_ column: Int) -> Int64? {
            FieldText.integer(UnsafeRawBufferPointer(rebasing: fields[column]))
        }
        guard fields.count == columns, let milliseconds = whole(timeColumn),
            (0..<4_102_444_800_000).contains(milliseconds)
        else { return nil }
        let id = idColumn.map { whole($0) ?? -1 } ?? 0
        let place = HistoryPlace(time: Timestamp(milliseconds: milliseconds), id: id)
        guard id >= 0, place.time >= piece.from, place.time < piece.to, follows(place) else { return nil }
        newest = place
        return place
    }

    private func follows(_ place: HistoryPlace) -> Bool {
        guard let newest else { return true }
        return idColumn == nil ? place.time > newest.time : place.id > newest.id
    }
}
