import Market
import Messages

/// Makes records durable.
public protocol RecordSink: AnyObject {
    /// Adds a record to the batch.
    func append(_ record: Record)
    /// Everything appended so far is durable when this returns; the step was at this event time.
    func commit(at time: Timestamp)
}
