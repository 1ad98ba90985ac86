/// What the paper venue does with a position whose pair's recorded data is at its end, while that of others
/// goes on: nothing that is ordered can be filled there any more.
public enum PairEndRule: String, Sendable, Hashable, CaseIterable {
    /// Closes it at the last price, as a market order would: half the spread and a taker's fee.
    case close
    /// Keeps it, valued at the last price; it counts as open to the end.
    case keep
}
