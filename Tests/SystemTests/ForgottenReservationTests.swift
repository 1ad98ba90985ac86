import Foundation
import Market
import Messages
import Testing

/// A risk manager that can't go on exactly has forgotten what it approved.
@Suite(.timeLimit(.minutes(10))) struct ForgottenReservationTests {
    @Test func `it lets no entry in until all it approved before is void, and exits go on`() throws {
        let seven = try SevenProcesses(speed: 60)
        defer { seven.end() }
        try seven.begin()
        try seven.send(signal("first", .buy))
        try seven.wait("the first is filled") { seven.report("first")?.status == .filled }

        seven.signal("risk-manager", SIGKILL)
        seven.waitForEnd(of: "risk-manager")
        try FileManager.default.removeItem(atPath: "\(seven.scratch.path)/state/free-journal/risk-manager.0")
        try seven.start("risk-manager")
        try seven.wait("it is back") { try seven.status("risk-manager")["ready"] as? Bool == true }
        let candles = seven.candles
        try seven.send(signal("early", .buy))
        try seven.wait("early has its report") { seven.report("early") != nil }
        #expect(seven.report("early")?.status == .rejected)
        #expect(seven.report("early")?.reason.code == .reconciling)
        try seven.send(signal("out", .sell))
        try seven.wait("out is filled") { seven.report("out")?.status == .filled }

        // An approval lasts five minutes of event time, counted from its first candle on.
        try seven.wait("its approvals are void") { seven.candles >= candles + 7 }
        try seven.send(signal("late", .buy))
        try seven.wait("late is filled") { seven.report("late")?.status == .filled }
    }

    private func signal(_ name: Label, _ side: Side) -> Signal {
        var signal = Signal()
        (signal.signalID, signal.symbol, signal.side) = (name, SevenProcesses.eth, side)
        signal.quantity = Quantity(0.01)!
        if side == .buy { signal.stopLoss = Price(2_700) }
        return signal
    }
}
