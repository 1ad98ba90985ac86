import Bus
import Exchanges
import Market

/// What every shell goes round: its core, the loop in which the core's sockets wait, and what the core wants
/// of them.
final class CoreLoop<Core: ConnectionCore> {
    /// How often a turn goes round before it lets its owner look at anything else.
    private static var mostRounds: Int { 16 }

    @exclusivity(unchecked) private(set) var core: Core
    let loop: EventLoop
    private var wanted: [Core.Command] = []

    /// Takes the core's first commands; `turn` carries them out.
    init(_ core: Core) throws(NetworkError) {
        self.core = core
        loop = try EventLoop()
        take()
    }

    /// Readable when a turn is due.
    var descriptor: Int32 { loop.descriptor }

    /// When a turn is due at the latest, monotonic nanoseconds.
    var wakesAt: Int64 { wanted.isEmpty ? min(loop.wakesAt, core.wakesAt) : 0 }

    /// Tells the core something, with the time, and takes what it wants then.
    @discardableResult
    func tell<Answer>(_ body: (inout Core, Moment) -> Answer) -> Answer {
        defer { take() }
        return body(&core, .now)
    }

    /// Tells the core something within the loop's run, of which there are hundreds: what it wants is taken at
    /// its end.
    func tellInRun(_ body: (inout Core, Moment) -> Void) { body(&core, .now) }

    /// Handles all that is ready: sockets (`finish` ends what the libraries leave undone), the core's time,
    /// its commands. Nothing is carried out within a library's call: what it told may still be on its stack.
    func turn(finish: () -> Void, _ carryOut: (Core.Command) -> Void) {
        work(finish)
        for _ in 0..<Self.mostRounds {
            if core.wakesAt <= MonotonicClock.now() { tell { $0.wake(at: $1) } }
            if !wanted.isEmpty {
                let commands = wanted
                wanted.removeAll(keepingCapacity: true)
                for command in commands { carryOut(command) }
                work(finish)
            }
            guard !wanted.isEmpty || loop.wakesAt <= MonotonicClock.now() else { return }
            work(finish)
        }
    }

    private func work(_ finish: () -> Void) {
        loop.run()
        finish()
        take()
    }

    private func take() {
        let commands = core.takeCommands()
        if !commands.isEmpty { wanted.append(contentsOf: commands) }
    }
}
