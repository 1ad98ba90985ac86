import Bus
import Delivery
import Engine
import Files
import Messages
import Stages
import Telemetry

/// What the stages of one operating system's process share: the sockets' context, one reactor in one thread,
/// the socket by which they hear the others, signals, and the log. Each stage has a loop of its own in it.
/// What they have for each other goes from loop to loop in memory.
final class ProcessShell {
    let context: Context
    let reactor: Reactor
    let endpoints: Endpoints
    /// By which its stages hear those of other processes.
    let subscriber: SharedSubscriber
    private let bus: IntraProcessBus
    /// Held while the process lives: who asks can tell one that is starting from one that isn't there.
    private let presences: [InstanceLock]
    private var market: Reactor.Slot?
    private let logFile: LogFile?
    private let log: Log
    private var rotateDue: Int64 = 0

    /// Between two looks at how large the log is, ns.
    private static let rotatePeriod: Int64 = 250_000_000
    /// How often the loops hand on among themselves before it looks at the sockets again.
    private static let passes = 64

    /// The shell of a process that serves these stages.
    init(_ members: [Topology.Member], _ environment: ProcessEnvironment, _ log: Log) throws(HostError) {
        self.log = log
        do {
            let directory = try RunDirectory(path: environment.privateRunDirectory)
            let topology = Topology(tacticInstances: environment.tacticInstances.count)
            endpoints = Endpoints(topology, in: directory)
            presences = members.compactMap { member in
                try? InstanceLock(path: Endpoints.presence(of: member, in: directory), for: member.name)
            }
            bus = IntraProcessBus(members)
            logFile = LogFile(standardErrorAt: environment.logFile, environment.logLimit)
            // Before the context, whose threads inherit what is blocked.
            let signals = try SignalWatch()
            context = try Context()
            reactor = try Reactor(signals: signals)
            subscriber = try SharedSubscriber(without: members, endpoints, context)
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Where a stage stands among those of the process; `nil` where it is alone.
    func port(of member: Topology.Member) -> IntraProcessPort? { IntraProcessPort(bus, member) }

    /// Hands on what comes in from other processes as it comes.
    func watchSubscriber() { market = market ?? reactor.watch(subscriber.socket) }

    /// Runs the loops until a signal asks to stop, and ends each.
    func run(_ loops: [any ProcessLoop]) throws(HostError) {
        do {
            for loop in loops { try loop.begin() }
            for loop in loops { try loop.flush() }
            // Until when it waits for what is to be settled first.
            var endBy: Int64?
            while true {
                reactor.wake(at: loops.reduce(endBy ?? .max) { min($0, $1.due) })
                let wakeup = try reactor.wait()
                if let signal = wakeup.signal, endBy == nil {
                    log.write(.info, "stops on signal \(signal)")
                    endBy = MonotonicClock.now() + ProcessRunner.settlePatience
                    for loop in loops { loop.windDown() }
                }
                if let endBy, MonotonicClock.now() >= endBy || loops.allSatisfy({ $0.unsettled.isEmpty }) {
                    break
                }
                if let market, reactor.isReady(market) { try takeFrames(loops) }
                for loop in loops { try loop.turn() }
                try goOn(loops)
                // A moment is over in the order of rank: what one says of it the next one hears here.
                for loop in loops {
                    if loop.hasWords { try loop.takeWords() }
                    try loop.tick()
                    try loop.flush()
                }
                rotate()
            }
        } catch {
            throw HostError(any: error)
        }
        let unsettled = loops.flatMap(\.unsettled)
        for loop in loops { loop.end() }
        guard unsettled.isEmpty else { throw .failed("stopped, and " + unsettled.joined(separator: "; ")) }
    }

    /// Takes what waits of other processes frame by frame: what follows from one within this process comes
    /// before the next, as in a step of a single process.
    private func takeFrames(_ loops: [any ProcessLoop]) throws {
        try subscriber.drain {
            for loop in loops { try loop.handleFrames() }
            try goOn(loops)
        }
    }

    /// Lets the loops go on until none has anything for another, so that nothing of that waits for a sleep;
    /// then those outside hear what was said.
    private func goOn(_ loops: [any ProcessLoop]) throws {
        for _ in 0..<Self.passes {
            var isDone = true
            for loop in loops where loop.hasWords {
                try loop.takeWords()
                isDone = false
            }
            if isDone { break }
        }
        for loop in loops { try loop.flush() }
    }

    private func rotate() {
        guard logFile != nil else { return }
        let now = MonotonicClock.now()
        guard now >= rotateDue else { return }
        rotateDue = now + Self.rotatePeriod
        logFile?.rotate()
    }
}
