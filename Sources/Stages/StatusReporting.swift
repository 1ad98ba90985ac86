import Market

/// A stage that has more to tell of itself than its host knows.
public protocol StatusReporting {
    /// Members of the status object, each as "\"key\":value".
    func statusFields(_ instruments: InstrumentTable) -> [String]
    /// The same as lines for a person.
    func dashboard(_ instruments: InstrumentTable) -> [String]
}
