/// Keeps the records of a run in lockstep, and knows which rounds' are kept already.
package protocol StepRecords: AnyObject {
    /// The round at hand.
    var place: StepPlace? { get set }
}
