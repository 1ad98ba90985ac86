/// What every venue promises to the executor, as numbers: a port's tests run through all of it.
public enum VenuePromise: Int, CaseIterable, Sendable {
    /// Each ask ends in exactly one word, however often the same is asked.
    case oneAnswerEach = 1
    /// An order that is placed twice is one order.
    case placedOnce
    /// An answer to place, cancel or query names its order; one to the books its pair.
    case answersNameTheirSubject
    /// Of an order that was never placed it knows nothing, and says so.
    case unknownIsUnknown
    /// What it told before it answers for its books is all that they count.
    case booksCountWhatWasTold
    /// Its books name each order that is open, and no other.
    case booksNameWhatIsOpen
    /// Two fills of a pair have two numbers; a fill that is told twice has one.
    case numbersTellFills
    /// The fills of an order never exceed it.
    case fillsNeverExceed
    /// A cancelled order ends as cancelled or filled, and says so.
    case cancelledEnds
    /// While it is gone each ask ends unanswered, and once it is back each gets its answer.
    case goneAndBack
    /// What is not due is not said.
    case nothingBeforeItsTime
    /// A fill's fee is what its terms say.
    case chargesItsTerms
}
