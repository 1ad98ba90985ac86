/// The place of a book's message in the chain of them, as OKX tells it.
package struct OKXBookLink: BitwiseCopyable, Sendable, Hashable {
    /// When the exchange made it, ms since 1970.
    package var time: Int64
    /// `seqId`; recordings from before 2023 have none.
    package var id: Int64?
    /// `prevSeqId`: the id of the message before, -1 of a snapshot.
    package var previousID: Int64?
    /// What the best 25 levels a side come to (`BookChecksum`). Today the exchange writes 0 and means none.
    package var checksum: Int32?

    package init(time: Int64, id: Int64? = nil, previousID: Int64? = nil, checksum: Int32? = nil) {
        (self.time, self.id, self.previousID) = (time, id, previousID)
        self.checksum = checksum == 0 ? nil : checksum
    }
}
