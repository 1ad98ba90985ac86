import Stages

/// Several sinks that get the same text.
package final class TextSinks: TextSink {
    private let sinks: [any TextSink]

    package init(_ sinks: [any TextSink]) { self.sinks = sinks }

    package func write(_ text: String) { for sink in sinks { sink.write(text) } }

    /// All are flushed; the first error is told.
    package func flush() throws(HostError) {
        var failure: HostError?
        for sink in sinks {
            do { try sink.flush() } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}
