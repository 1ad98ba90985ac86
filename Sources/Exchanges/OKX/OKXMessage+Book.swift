import CSimdJSON
import Market

/// What the message says of a book.
extension csj_okx_message {
    /// Whether it is a whole book.
    package var isSnapshot: Bool {
        get throws(FeedProblem) {
            if FieldText.equal(action.raw, "snapshot") { return true }
            guard FieldText.equal(action.raw, "update") else {
                throw .badValue(
                    column: "action", found: FieldText.excerpt(action.raw), expected: "snapshot or update")
            }
            return false
        }
    }

    /// The levels: bids, then asks. What the list held before is gone.
    package func levels(into list: inout [BookLevel]) throws(FeedProblem) {
        list.removeAll(keepingCapacity: true)
        guard row_count == 1, has_levels == 1 else {
            throw .badValue(
                column: "data", found: "\(row_count) rows", expected: "one row with bids and asks")
        }
        for level in UnsafeBufferPointer(start: levels, count: bid_count + ask_count) {
            list.append(
                BookLevel(
                    price: try level.price.price("price"), quantity: try level.quantity.quantity("quantity")))
        }
    }

    /// How many of the levels are bids.
    package var bidCount: Int { bid_count }

    /// Its place in the chain of the book's messages.
    package func link() throws(FeedProblem) -> OKXBookLink {
        OKXBookLink(
            time: try cell(CSJ_OKX_TIME, 0).milliseconds("ts"), id: try whole(CSJ_OKX_SEQUENCE, "seqId"),
            previousID: try whole(CSJ_OKX_PREVIOUS, "prevSeqId"),
            checksum: try whole(CSJ_OKX_CHECKSUM, "checksum").flatMap { Int32(exactly: $0) })
    }

    /// A whole number, which may be less than zero; `nil` where it is missing.
    private func whole(_ place: csj_okx_cell, _ column: String) throws(FeedProblem) -> Int64? {
        let bytes = cell(place, 0).raw
        guard !bytes.isEmpty else { return nil }
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = UnsafeRawBufferPointer(rebasing: bytes[(isNegative ? 1 : 0)...])
        guard let value = FieldText.integer(digits) else {
            throw .badValue(column: column, found: FieldText.excerpt(bytes), expected: "a whole number")
        }
        return isNegative ? -value : value
    }
}
