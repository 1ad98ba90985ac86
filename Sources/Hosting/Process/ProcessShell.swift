import Bus
import Engine
import Files
import Messages
import Stages
import Telemetry

/// What the stages of one operating system's process share: the sockets' context, one reactor in one thread,
/// signals, and the log. Each stage has a loop of its own in it.
final class ProcessShell {
    let context: Context
    let reactor: Reactor
    let endpoints: Endpoints
    private let logFile: LogFile?
    private let log: Log
    private var rotateDue: Int64 = 0

    /// Between two looks at how large the log is, ns.
    private static let rotatePeriod: Int64 = 250_000_000

    /// The shell of a process that serves these stages.
    init(_ members: [Topology.Member], _ environment: ProcessEnvironment, _ log: Log) throws(HostError) {
        self.log = log
        do {
            let directory = try RunDirectory(path: environment.privateRunDirectory)
            let topology = Topology(tacticInstances: environment.tacticInstances.count)
            endpoints = Endpoints(topology, in: directory, near: members)
            logFile = LogFile(standardErrorAt: environment.logFile, environment.logLimit)
            // Before the context, whose threads inherit what is blocked.
            let signals = try SignalWatch()
            context = try Context()
            reactor = try Reactor(signals: signals)
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Runs the loops until a signal asks to stop, and ends each.
    func run(_ loops: [any ProcessLoop]) throws(HostError) {
        do {
            for loop in loops { try loop.begin() }
            while true {
                reactor.wake(at: loops.reduce(.max) { min($0, $1.due) })
                let wakeup = try reactor.wait()
                if let signal = wakeup.signal {
                    log.write(.info, "stops on signal \(signal)")
                    break
                }
                for loop in loops { try loop.turn() }
                rotate()
            }
        } catch {
            throw HostError(any: error)
        }
        for loop in loops { loop.end() }
    }

    private func rotate() {
        guard logFile != nil else { return }
        let now = MonotonicClock.now()
        guard now >= rotateDue else { return }
        rotateDue = now + Self.rotatePeriod
        logFile?.rotate()
    }
}
