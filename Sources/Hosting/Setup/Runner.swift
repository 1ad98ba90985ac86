import Engine
import Market
import Messages
import Stages
import Storage

/// Plays recorded data through everything in one process, as fast as the machine goes.
public struct Runner {
    /// The host with all the stages.
    public private(set) var host: InProcessHost

    public init(_ host: InProcessHost) { self.host = host }

    /// Runs to the end of the source; answers what could not be used of it. What lies before its first event
    /// warms the stages up; `tell` is given what a person must know of that.
    public mutating func run(
        _ source: any EventSource, tell: ([Kline], Timestamp) -> Void = { _, _ in }
    ) throws(HostError) -> SourceReport {
        var source = source
        do {
            guard let first = try source.next() else {
                throw HostError.data("there is no data between these times")
            }
            tell(source.history, first.time)
            for kline in source.history { host.warmUp(kline) }
            host.join(at: first.time)
            host.feed(first.message, at: first.time)
            var event = first
            while try source.next(into: &event) { host.feed(event.message, at: event.time) }
            host.end(at: host.time)
            return source.report
        } catch let error as HostError {
            throw error
        } catch {
            throw .data("\(error)")
        }
    }
}
