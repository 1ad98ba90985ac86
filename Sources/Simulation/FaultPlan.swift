/// How often things go wrong in a simulation: probabilities, but where something else is said.
public struct FaultPlan: Sendable, Hashable {
    /// A frame is lost, doubled, or late on its way to one listener.
    public var lost = 0.01
    public var doubled = 0.01
    public var late = 0.02
    /// A request is lost or doubled on its way; an answer is lost, or comes after its deadline.
    public var requestLost = 0.04
    public var requestDoubled = 0.04
    public var answerLost = 0.04
    public var answerLate = 0.04
    /// The venue says one of its events again, later.
    public var eventAgain = 0.15
    /// Deaths at a random moment, a simulated hour.
    public var deathsAnHour = 0.8
    /// A process dies while a step's words leave it.
    public var deathInStep = 0.0005
    /// A commit fails, for want of room or by the disk.
    public var diskFails = 0.004
    /// A process stands still for up to a minute, its clock jumps then; a simulated hour.
    public var stallsAnHour = 0.5
    /// The feed's clock jumps back: it tells an old candle again; a simulated minute. On long runs it jumps
    /// ahead by hours, too.
    public var clockBack = 0.01
    public var clockAhead = 0.0008
    /// The market has holes in time, for one symbol or all.
    public var hasHoles = true
    /// A person halts, a simulated hour; signals from outside, a simulated minute.
    public var haltsAnHour = 0.3
    public var signalsAMinute = 0.12
    /// A person stops all and starts anew with other settings and the kept state, a simulated hour.
    public var newRunsAnHour = 0.1
    /// Forged requests, a simulated minute.
    public var forgeriesAMinute = 0.25

    /// What the tests play.
    public init() {}

    /// Nothing goes wrong; signals from outside still come.
    public static var none: FaultPlan {
        var plan = FaultPlan().scaled(by: 0)
        (plan.clockAhead, plan.haltsAnHour, plan.forgeriesAMinute, plan.newRunsAnHour) = (0, 0, 0, 0)
        plan.hasHoles = false
        return plan
    }

    /// The same faults, more or less often.
    public func scaled(by factor: Double) -> FaultPlan {
        var plan = self
        plan.lost *= factor
        plan.doubled *= factor
        plan.late *= factor
        plan.requestLost *= factor
        plan.requestDoubled *= factor
        plan.answerLost *= factor
        plan.answerLate *= factor
        plan.eventAgain *= factor
        plan.deathsAnHour *= factor
        plan.deathInStep *= factor
        plan.diskFails *= factor
        plan.stallsAnHour *= factor
        plan.clockBack *= factor
        return plan
    }
}
