import Bus
import Configuration
import Market
import Stages

/// The publishers outside whose signals L1 takes: `operational.signal_sources`.
public struct SignalSources: Sendable {
    /// As a person writes it in strata.json.
    public static let key = "operational.signal_sources"

    /// Where they publish: files and ports of this machine.
    public let endpoints: [Endpoint]

    /// Refuses what nobody could publish at, and what stands there twice.
    public init(_ settings: Settings) throws(HostError) {
        var endpoints: [Endpoint] = []
        for (place, text) in settings.operational.signalSources.enumerated() {
            let name = "\(Self.key)[\(place)]"
            let endpoint: Endpoint
            do { endpoint = try Endpoint(text) } catch { throw .configuration("\(name): \(error)") }
            switch endpoint.transport {
            case .ipc, .tcp(_, port: 1...): break
            case .tcp, .inproc:
                throw .configuration(
                    "\(name) is \(ForeignText.quoted(text)); expected ipc:///path or tcp://127.0.0.1:port, "
                        + "where another program publishes")
            }
            guard !endpoints.contains(endpoint) else {
                throw .configuration("\(name) is \(ForeignText.quoted(text)) once more; expected each once")
            }
            endpoints.append(endpoint)
        }
        self.endpoints = endpoints
    }

    /// For a person.
    var words: String {
        "takes signals that are published at " + endpoints.map(\.description).joined(separator: ", ")
    }

    /// What `strata check` tells of them; nothing where there are none.
    public static func notes(_ settings: Settings) -> [String] {
        guard let sources = try? SignalSources(settings), !sources.endpoints.isEmpty else { return [] }
        return ["l1-operational \(sources.words), in free runs (--speed N) alone"]
    }

    /// In lockstep what is handled hangs on no clock and no line: a signal enters by its request alone.
    public func checkLockstep() throws(HostError) {
        guard let first = endpoints.first else { return }
        throw .configuration(
            "\(Self.key) names \(first), and lockstep, which gives the same bytes each time, hears no "
                + "publisher outside: run free with --speed N, or take the key out of the configuration")
    }

    /// L2's own signals are none from outside.
    func check(apartFrom own: Endpoint, of name: String) throws(HostError) {
        guard let place = endpoints.firstIndex(of: own) else { return }
        throw .configuration("\(Self.key)[\(place)] is \(own), where this run's own \(name) publishes")
    }
}
