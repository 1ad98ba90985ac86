import Foundation
import Market
import Messages
import Testing

/// The table of losses (docs/degradation.md) with real processes: each of the seven is lost while the others
/// go on, and comes back.
@Suite(.timeLimit(.minutes(10))) struct LossTests {
    enum Way: String, CaseIterable { case hangs, dies }

    @Test(arguments: Way.allCases)
    func `while a process is gone the others do what the table says, and go on with it afterwards`(_ way: Way) throws {
        let house = LossHouse(try SevenProcesses(), way)
        defer { house.seven.end() }
        try house.begin()
        try house.withoutAdvice()
        try house.without("l3-strategy", seenBy: "risk-manager", refusedAs: .strategyGone)
        try house.without("risk-manager", seenBy: "l1-operational", refusedAs: .riskManagerGone)
        try house.withoutExecutor()
        try house.withoutL1()
        try house.withoutFeed()
        try house.finish()
    }
}

/// What is tried at each loss.
private final class LossHouse {
    let seven: SevenProcesses
    private let desk: SignalDesk
    private let way: LossTests.Way

    init(_ seven: SevenProcesses, _ way: LossTests.Way) {
        self.seven = seven
        self.way = way
        desk = SignalDesk(seven)
    }

    // MARK: - Rows

    /// A position with its stop, which everything below must leave alone.
    func begin() throws {
        try seven.begin()
        let filled = try desk.fill(try desk.enter(SevenProcesses.btc), of: SevenProcesses.btc)
        stop = ClientOrderID(signal: filled, leg: ClientOrderID.stopLeg)
        try seven.wait("the stop rests") { seven.order(stop)?.status == .new }
    }

    /// L4 and L2 gone: the rest goes on, by the last weights and with what is open.
    func withoutAdvice() throws {
        try lose("l4-meta", "l2-tactic", seenBy: "l1-operational")
        try desk.enterAndFill()
        try desk.enterAndFill()
        try desk.expect(desk.leave(), .filled)
        try find("l4-meta", "l2-tactic", seenBy: "l1-operational")
    }

    /// L3 or the risk manager gone: nothing is entered, what is open is left.
    func without(_ name: String, seenBy other: String, refusedAs code: ReasonCode) throws {
        try lose(name, seenBy: other)
        try desk.expect(desk.enter(), .rejected, code)
        try desk.expect(desk.leave(), .filled)
        try find(name, seenBy: other)
        try desk.enterAndFill()
    }

    /// L1 holds what it would send, and sends it when the executor is back.
    func withoutExecutor() throws {
        try lose("executor", seenBy: "l1-operational")
        let held = try desk.enter()
        #expect(seven.report(held) == nil)
        try find("executor", seenBy: "l1-operational")
        try desk.fill(held)
    }

    func withoutL1() throws {
        let resting = try desk.rest()
        try lose("l1-operational", seenBy: "executor")
        try expectCancelled(resting)
        try find("l1-operational", seenBy: "executor")
        // What a process says at once on its return it may say before this ear is connected again.
        try seven.wait("\(way): \(resting) is reported") {
            seven.log("l1-operational").contains("Report \(resting): cancelled")
        }
        try desk.enterAndFill()
    }

    func withoutFeed() throws {
        let resting = try desk.rest()
        try lose("feed-handler", seenBy: "executor", "l1-operational")
        try expectCancelled(resting)
        try desk.expect(desk.enter(), .rejected, .feedGone)
        let exit = try desk.leave()
        try find("feed-handler", seenBy: "executor", "l1-operational")
        try desk.expect(exit, .filled)
        try desk.enterAndFill()
    }

    /// The first position and its stop are still there, and no signal was worked twice.
    func finish() throws {
        #expect(seven.order(stop)?.status == .new)
        #expect(!seven.fills.contains { $0.symbol == SevenProcesses.btc && $0.purpose != .entry })
        let names = seven.fills.filter { $0.purpose == .entry }.map { "\($0.clientOrderID)" }
        #expect(Set(names).count == names.count, "\(names)")
    }

    // MARK: - Tools

    private func lose(_ names: String..., seenBy actors: String...) throws {
        for name in names { seven.signal(name, way == .hangs ? SIGSTOP : SIGKILL) }
        for name in names where way == .dies { seven.waitForEnd(of: name) }
        for (actor, name) in actors.flatMap({ actor in names.map { (actor, $0) } }) {
            try seven.wait("\(way): \(actor) misses \(name)") { try seven.misses(actor, name) }
        }
    }

    private func find(_ names: String..., seenBy actors: String...) throws {
        for name in names {
            if way == .hangs { seven.signal(name, SIGCONT) } else { try seven.start(name) }
        }
        for (actor, name) in actors.flatMap({ actor in names.map { (actor, $0) } }) {
            try seven.wait("\(way): \(actor) hears \(name)") { try !seven.misses(actor, name) }
        }
    }

    /// The stop of the first position.
    private var stop = ClientOrderID(signal: "in-1", leg: ClientOrderID.stopLeg)

    private func expectCancelled(_ signal: Label) throws {
        try seven.wait("\(way): \(signal) is taken back") {
            seven.order(ClientOrderID(signal: signal, leg: 1))?.status == .cancelled
        }
        #expect(seven.order(stop)?.status == .new)
    }
}
