import CSimdJSON

/// What our own recorder says in a recording beside the exchange's messages, as `{"e":"…","s":"BTCUSDT"}`:
/// other readers see events that they don't know.
public enum RecordingWord {
    /// Times of receipt are by the exchange's clock already.
    public static let exchangeClock: StaticString = "strata.exchangeClock"
    /// The connection was lost, and the book with it: it is worthless until the next snapshot.
    public static let bookLost: StaticString = "strata.bookLost"
}

extension csj_message {
    /// Whether it says that times of receipt are by the exchange's clock.
    package var isExchangeClock: Bool { FieldText.equal(event.raw, RecordingWord.exchangeClock) }
}
