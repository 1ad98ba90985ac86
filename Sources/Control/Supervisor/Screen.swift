import Configuration
import Engine
import Market
import Messages
import Telemetry

/// What the one screen of `strata up` knows: the state of every symbol and process.
struct Screen {
    let settings: Settings
    let run: UInt32
    private(set) var targets: [TacticTargets]
    /// L4's weights, by row.
    private(set) var weights: [Double]
    let rows: StrategyRows
    /// Event time; zero while no data has come.
    private(set) var time = Timestamp.zero
    /// The account's newest figures; `nil` while none was told.
    private(set) var pnl: PnLUpdate?
    private(set) var processes: [ProcessRow] = []
    /// The newest last.
    private(set) var news: [String] = []

    init(_ settings: Settings, run: UInt32) {
        self.settings = settings
        self.run = run
        targets = [TacticTargets](repeating: TacticTargets(), count: settings.symbols.count)
        rows = StrategyRows(settings)
        weights = [Double](repeating: 0, count: rows.count)
        for pair in settings.symbols where pair.exitsOnly {
            remember("\(pair.name) is not traded any more: what is held is managed to its exit")
        }
    }

    mutating func started(_ member: Topology.Member, restarts: Int, at now: Int64) {
        let index = place(of: member.name, at: now)
        processes[index].restarts = restarts
        processes[index].end = nil
        processes[index].seenAt = now
    }

    mutating func ended(_ member: Topology.Member, _ how: String, at now: Int64) {
        processes[place(of: member.name, at: now)].end = how
    }

    mutating func heard(_ beat: Heartbeat, at now: Int64) {
        guard let index = processes.firstIndex(where: { $0.name == beat.process.description }) else { return }
        processes[index].beat = beat
        processes[index].seenAt = now
    }

    /// Asks for the last complaint of each process that runs and is not heard.
    mutating func lookAfterMissing(at now: Int64, _ complaint: (String) -> String?) {
        for index in processes.indices {
            let isMute = processes[index].end == nil && processes[index].absence(now) != nil
            processes[index].complaint = isMute ? complaint(processes[index].name) : nil
        }
    }

    private mutating func place(of name: String, at now: Int64) -> Int {
        if let index = processes.firstIndex(where: { $0.name == name }) { return index }
        processes.append(ProcessRow(name, at: now))
        return processes.count - 1
    }

    mutating func add(_ message: Message, at time: Timestamp) {
        self.time = max(self.time, time)
        let symbol = message.symbol.int
        switch message {
        case .tacticTargets(let found) where symbol < targets.count: targets[symbol] = found
        case .strategyUpdate(let update):
            if let row = rows.row(of: update.symbol, update.strategy) { weights[row] = update.weight }
        case .pnlUpdate(let update) where update.symbol == .none: pnl = update
        case .fill(let fill):
            remember(
                "\(time) \(settings.instruments.name(fill.symbol)) \(fill.purpose.name) \(fill.side.name) "
                    + "\(fill.quantity) at \(fill.price)")
        case .riskAlert(let alert), .alert(let alert):
            remember("\(time) \(settings.instruments.name(alert.symbol)) \(alert.reason.text)")
        default: break
        }
    }

    /// Something that the supervisor itself has to tell.
    mutating func remember(_ line: String) {
        news.append(line)
        if news.count > 50 { news.removeFirst() }
    }

    /// Who has halted; `nil` while entries are free.
    var halt: HaltNotice? { HaltNotice(processes.compactMap(\.beat)) }

    /// The processes that should be there and are not.
    func missing(_ now: Int64) -> [ProcessRow] { processes.filter { $0.absence(now) != nil } }
}
