import Exchanges
import Glibc
import Market

/// Lets requests to one exchange go while the machine's shared budget has them, and learns from the answers
/// what the exchange itself counted.
public final class RequestGate {
    /// A file that nobody has written to for so long holds nothing that still counts: the exchange bans for
    /// three days at most.
    private static let oldest = 4 * 86_400

    private let base: String
    private let weights: SharedBudget
    /// `nil` where no account's requests go through.
    private let orders: SharedBudget?
    private let market: MarketKind

    /// - Parameters:
    ///   - base: scheme, host and port of the exchange.
    ///   - account: a name of the account that tells nothing of its key; `nil` where there is none.
    ///   - folder: where the budgets of this user's processes lie.
    public init(
        _ base: String, _ market: MarketKind, account: String? = nil, in folder: String
    ) throws(BudgetError) {
        (self.base, self.market) = (base, market)
        // One machine by two names, and one budget.
        let place = base.replacing("//localhost", with: "//127.0.0.1")
        let name = String(place.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "_" })
        let minute = BudgetWindow(.minutes(1), limit: market == .spot ? 6000 : 2400)
        weights = try SharedBudget(in: folder, name + ".weight", RequestBudget([minute]))
        // As exchangeInfo tells them (binance.md section 3.1).
        let windows =
            market == .spot
            ? [BudgetWindow(.seconds(10), limit: 100), BudgetWindow(.minutes(24 * 60), limit: 200_000)]
            : [BudgetWindow(.seconds(10), limit: 300), BudgetWindow(.minutes(1), limit: 1200)]
        orders = try account.map { (account) throws(BudgetError) in
            try SharedBudget(in: folder, "\(name).\(account).orders", RequestBudget(windows))
        }
        Self.sweep(folder)
    }

    /// The weight that was used in the window at hand, and its limit; `nil` where the file can't be read.
    public var weight: (used: Int, limit: Int)? {
        guard let window = try? weights.change({ $0.windows[0] }) else { return nil }
        return (Int(window.used), Int(window.limit))
    }

    /// Counts a request, unless it has to wait: then nothing is counted, and it is told for how long.
    func admit(_ cost: RequestCost, to base: String) -> ConnectionEnd? {
        guard base == self.base else { return nil }
        do {
            var verdict = try weights.change { budget in
                budget.take(limit: cost.weightLimit, of: 0)
                return budget.take(cost.weight, cost.urgency, at: cost.time)
            }
            if let orders, verdict == .granted, cost.orders > 0 {
                verdict = try orders.change { $0.take(cost.orders, cost.urgency, at: cost.time) }
            }
            guard case .wait(let until) = verdict else { return nil }
            return .overBudget(nanoseconds: max(1, (until - cost.time).nanoseconds))
        } catch {
            // Without the file each process still has its own budget, and the exchange's headers.
            return nil
        }
    }

    /// Takes what the exchange says that it counted, and how long it wants to be left in peace.
    func learn(from response: HTTPResponse, to cost: RequestCost, at time: Timestamp) {
        let used = response.header("x-mbx-used-weight-1m").flatMap { Int($0) }
        let pause = response.pauseSeconds.map { time + TimeSpan.seconds($0) }
        let isOfOrders = response.pausesOrdersAlone
        // A file that can't be written is told where it is opened.
        try? weights.change { budget in
            if let used { budget.correct(0, told: used, at: time) }
            if let pause, !isOfOrders { budget.pause(until: pause, at: time) }
        }
        guard let orders, cost.orders > 0 else { return }
        let longer = market == .spot ? "x-mbx-order-count-1d" : "x-mbx-order-count-1m"
        try? orders.change { budget in
            if let pause, isOfOrders { budget.pause(until: pause, at: time) }
            for (place, name) in ["x-mbx-order-count-10s", longer].enumerated() {
                if let told = response.header(name).flatMap({ Int($0) }) {
                    budget.correct(place, told: told, at: time)
                }
            }
        }
    }

    /// Removes what nobody has used for days: each simulator has a port of its own.
    private static func sweep(_ folder: String) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        let now = time(nil)
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            var info = stat()
            guard name.hasSuffix(".weight") || name.hasSuffix(".orders"),
                lstat("\(folder)/\(name)", &info) == 0, info.st_mode & S_IFMT == S_IFREG,
                now - info.st_mtim.tv_sec > oldest
            else { continue }
            unlink("\(folder)/\(name)")
        }
    }
}
