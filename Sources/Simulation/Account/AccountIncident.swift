import ExchangeSimulator
import Market

/// One thing that goes wrong.
enum AccountIncident {
    /// At the exchange.
    case fault(Fault)
    /// So many requests never arrive, or nothing does for so long.
    case lose(Int)
    case cutLine(Int64)
    /// The executor dies, before or after it kept what its next input led to, or a copy without the newest
    /// that it kept takes its place; and it begins anew after so long.
    case kill(ExecutorSeat.Death, away: Int64)
    case tear(commits: Int, away: Int64)
    /// The oldest so many fills are left out of what the exchange answers, from now on or no more.
    case truncate(Int)
    /// A person buys or sells besides, closes what is held, or takes the stops back, all of them or one.
    case handOrder
    case handClose
    case handCancel(all: Bool)
}

extension AccountIncident {
    /// For a person.
    var text: String {
        switch self {
        case .fault(let fault):
            "\(fault.kind.rawValue) ms \(fault.milliseconds) status \(fault.status) at '\(fault.place)' "
                + "count \(fault.count)"
        case .lose(let count): "\(count) requests lost"
        case .cutLine(let span): "no line for \(span / 1_000_000) ms"
        case .kill(let death, let away): "killed \(death), away for \(away / 1_000_000) ms"
        case .tear(let commits, let away):
            "killed, \(commits) commits gone, away for \(away / 1_000_000) ms"
        case .truncate(let count): "\(count) fills left out"
        case .handOrder: "a person's order"
        case .handClose: "a person closes a position"
        case .handCancel(let all): "a person takes \(all ? "all stops" : "a stop") back"
        }
    }
}
