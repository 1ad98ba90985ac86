import ExchangeSimulator
import Market

/// What goes wrong in a simulation of an account, and when.
struct AccountPlan {
    private static let second: Int64 = 1_000_000_000

    /// When the first of them happens, after the start.
    let begins: Int64
    /// Each with how long after the one before.
    private(set) var incidents: [(after: Int64, what: AccountIncident)] = []
    /// How long after the last one all goes as it should again.
    let lasts: Int64
    /// When the market falls by a half, after the start; never where it is `nil`.
    private(set) var crashes: Int64?
    /// Whether a countdown that ends takes conditional orders.
    let countdownTakesAlgos: Bool

    /// What of a request's path a fault may want.
    private let paths: [String]

    init(_ trouble: AccountTrouble, _ market: MarketKind, _ chance: inout SplitMix64) {
        paths =
            market == .um
            ? ["", "rder", "/order", "algoOrder", "userTrades", "openOrders", "positionRisk"]
            : ["", "rder", "/order", "orderList", "myTrades", "openOrders", "account"]
        begins = 50 * Self.second + chance.milliseconds(0...30_000)
        countdownTakesAlgos = chance.happens(0.5)
        lasts = (trouble == .ban ? 90 : 25) * Self.second
        switch trouble {
        case .nothing: break
        case .liquidation: planLiquidation()
        case .truncated:
            incidents = [(0, .truncate(chance.pick(1...6))), (0, .kill(.afterCommit, away: away(&chance)))]
            incidents.append((60 * Self.second, .truncate(0)))
        case .all:
            let kinds: [AccountTrouble] = [
                .late, .droppedAfter, .droppedBefore, .status, .statusAfter, .weight, .orderLimit, .ban,
                .disconnect, .halfOpen, .listenKey, .fillsFirst, .lateEvents, .twice, .reordered, .kill,
            ]
            for _ in 0..<chance.pick(3...7) {
                let kind = kinds[chance.pick(0...(kinds.count - 1))]
                incidents.append((chance.milliseconds(200...20_000), incident(kind, &chance)))
            }
        default:
            for _ in 0..<chance.pick(1...3) {
                incidents.append((chance.milliseconds(200...20_000), incident(trouble, &chance)))
            }
        }
    }

    private mutating func planLiquidation() {
        incidents = [
            (0, .kill(.afterCommit, away: 150 * Self.second)), (5 * Self.second, .handCancel(all: true)),
        ]
        // The market falls with the next minute.
        crashes = begins + 10 * Self.second
    }

    private func away(_ chance: inout SplitMix64) -> Int64 {
        chance.happens(0.3) ? chance.milliseconds(30_000...150_000) : chance.milliseconds(500...15_000)
    }

    private func incident(_ trouble: AccountTrouble, _ chance: inout SplitMix64) -> AccountIncident {
        switch trouble {
        case .droppedBefore: return .lose(chance.pick(1...6))
        case .kill:
            let death: ExecutorSeat.Death = chance.happens(0.5) ? .beforeCommit : .afterCommit
            return .kill(death, away: away(&chance))
        case .torn: return .tear(commits: chance.pick(1...4), away: away(&chance))
        case .countdown: return .cutLine(chance.milliseconds(125_000...200_000))
        case .handOrder: return .handOrder
        case .handClose: return .handClose
        case .handCancel: return .handCancel(all: false)
        default: return .fault(fault(trouble, &chance))
        }
    }

    private func fault(_ trouble: AccountTrouble, _ chance: inout SplitMix64) -> Fault {
        func milliseconds(_ range: ClosedRange<Int>) -> Int64 { Int64(chance.pick(range)) }
        let path = paths[chance.pick(0...(paths.count - 1))]
        let count = chance.pick(1...5)
        switch trouble {
        case .droppedAfter: return Fault(.drop, place: path, count: count)
        case .status: return Fault(.status, status: 500 + chance.pick(0...4), place: path, count: count)
        case .statusAfter: return Fault(.statusAfter, status: 503, place: path, count: count)
        case .weight: return Fault(.weight)
        case .orderLimit: return Fault(.orders)
        case .ban: return Fault(.ban, milliseconds: milliseconds(5000...45_000))
        case .disconnect: return Fault(.disconnect, status: chance.happens(0.5) ? 0 : 1001)
        case .halfOpen: return Fault(.halfOpen)
        case .listenKey: return Fault(.listenKeys)
        case .fillsFirst:
            return Fault(.late, milliseconds: milliseconds(200...5000), place: "rder", count: count)
        case .lateEvents:
            return Fault(.lateEvents, milliseconds: milliseconds(200...15_000), count: chance.pick(1...8))
        case .twice: return Fault(.duplicate, place: "", count: chance.pick(1...20))
        case .reordered: return Fault(.reorder, place: "", count: chance.pick(1...8))
        case .clock: return Fault(.clock, milliseconds: milliseconds(-3000...3000))
        default: return Fault(.late, milliseconds: milliseconds(500...15_000), place: path, count: count)
        }
    }

    /// For a person.
    var text: String {
        let list = incidents.map { "\($0.after / 1_000_000) ms later \($0.what.text)" }
        let what = list.isEmpty ? "nothing" : list.joined(separator: "; ")
        return "from \(begins / 1_000_000) ms on: \(what)"
    }
}
