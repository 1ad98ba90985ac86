import Exchanges
import Market

/// What is asked of the exchange by HTTP: what waits, in which order it goes, what the exchange lets through,
/// and when it may be asked again after it refused. A part of what it lets through is kept for exits.
struct VenueRequests: Sendable {
    private struct Waiting: Sendable {
        let wish: VenueWish
        let since: Int64
        /// Not before this, monotonic.
        var notBefore: Int64
        var delay: RetryDelay
    }

    /// A request under way.
    struct UnderWay: Sendable {
        let id: ExchangeRequestID
        let wish: VenueWish
        let askedAt: Moment
        fileprivate let weight: Int
        fileprivate var delay: RetryDelay
        /// How often it failed so far.
        var failures: Int { delay.failures }
    }

    /// Headers of an answer that tell what was used.
    private static let usedWeight = "X-MBX-USED-WEIGHT-1M"

    private let settings: BinanceVenueSettings
    private let fresh: RetryDelay
    private(set) var budget: WeightBudget
    /// With the names of the headers that tell them.
    private var orders: [(window: RateWindow, header: String)]
    private var waiting: [Waiting] = []
    private(set) var underWay: [UnderWay] = []
    private var lastID: UInt64 = 0
    /// Nothing goes before this, monotonic: the exchange refused.
    private(set) var pausedUntil: Int64 = .min
    /// No order goes before this, monotonic: the exchange wants no more of them for now, or the machine's
    /// budget has none left for exits; the rest goes.
    private var ordersPausedUntil: Int64 = .min
    /// When the budget has more, monotonic.
    private var budgetAt: Int64 = .min

    init(_ settings: BinanceVenueSettings) {
        self.settings = settings
        fresh = RetryDelay(shortest: 2 * settings.shortestDelay, longest: settings.longestDelay)
        budget = WeightBudget(limit: settings.isFutures ? 2400 : 6000, share: settings.share)
        orders =
            settings.isFutures
            ? [
                (RateWindow(.seconds(10), limit: 300), "X-MBX-ORDER-COUNT-10S"),
                (RateWindow(.minutes(1), limit: 1200), "X-MBX-ORDER-COUNT-1M"),
            ]
            : [
                (RateWindow(.seconds(10), limit: 100), "X-MBX-ORDER-COUNT-10S"),
                (RateWindow(.minutes(1440), limit: 200_000), "X-MBX-ORDER-COUNT-1D"),
            ]
    }

    /// Whether this waits or is under way.
    func has(_ wish: VenueWish) -> Bool { isWaiting(wish) || underWay.contains { $0.wish == wish } }

    private func isWaiting(_ wish: VenueWish) -> Bool { waiting.contains { $0.wish == wish } }

    /// Asks for something, unless it is asked for already.
    mutating func want(_ wish: VenueWish, at now: Int64, notBefore: Int64 = .min) {
        guard wish.mayDouble ? !isWaiting(wish) : !has(wish) else { return }
        waiting.append(Waiting(wish: wish, since: now, notBefore: notBefore, delay: fresh))
    }

    /// Takes back what still waits; answers whether it did.
    @discardableResult
    mutating func drop(where isUnwanted: (VenueWish) -> Bool) -> Bool {
        let count = waiting.count
        waiting.removeAll { isUnwanted($0.wish) }
        return waiting.count < count
    }

    /// Takes back orders that wait for longer than this.
    mutating func dropOrders(waitingSince limit: Int64) -> [VenueWish] {
        let old = waiting.filter { $0.wish.isOrder && $0.since <= limit }.map(\.wish)
        waiting.removeAll { old.contains($0.wish) }
        return old
    }

    /// Whether the exchange lets one more order through now.
    mutating func mayOrder(at moment: Moment, _ clock: ServerClock) -> Bool {
        let time = clock.now(moment)
        return moment.monotonic >= ordersPausedUntil
            && orders.indices.allSatisfy { orders[$0].window.hasRoom(settings.share, at: time) }
    }

    /// The next request that may go now.
    mutating func next(
        at moment: Moment, _ clock: ServerClock, canSign: Bool, isHeld: (VenueWish) -> Bool
    ) -> UnderWay? {
        guard moment.monotonic >= pausedUntil else { return nil }
        let ready = waiting.indices.filter { place in
            let one = waiting[place]
            return notBefore(one) <= moment.monotonic && (canSign || !one.wish.isSigned)
                && !mayOvertake(one.wish) && !isHeld(one.wish)
        }
        let time = clock.now(moment)
        for place in ready.sorted(by: { waiting[$0].wish.urgency < waiting[$1].wish.urgency }) {
            let found = waiting[place]
            guard takes(found.wish, at: time, moment, clock) else { continue }
            waiting.remove(at: place)
            lastID += 1
            let request = UnderWay(
                id: ExchangeRequestID(lastID), wish: found.wish, askedAt: moment,
                weight: VenuePaths.weight(of: found.wish, settings.market), delay: found.delay)
            underWay.append(request)
            return request
        }
        return nil
    }

    /// Before what it does not go, monotonic.
    private func notBefore(_ one: Waiting) -> Int64 {
        one.wish.isOrder ? max(one.notBefore, ordersPausedUntil) : one.notBefore
    }

    /// Requests may overtake each other on their way: a switch is told one thing at a time. What is under way
    /// for longer than the exchange takes a request is void.
    private func mayOvertake(_ wish: VenueWish) -> Bool {
        guard case .countdown(let symbol, _) = wish else { return false }
        return underWay.contains { if case .countdown(symbol, _) = $0.wish { true } else { false } }
    }

    private mutating func takes(
        _ wish: VenueWish, at time: Timestamp, _ moment: Moment, _ clock: ServerClock
    ) -> Bool {
        let room = settings.parallelRequests - (wish.exits ? 0 : settings.parallelRequests / 4)
        guard underWay.count < room else { return false }
        let share = settings.share * (wish.exits ? 1 : 1 - settings.keptForExits)
        if wish.isOrder {
            for place in orders.indices where !orders[place].window.hasRoom(share, at: time) {
                wait(until: orders[place].window.next(after: time), time, moment, clock)
                return false
            }
        }
        let weight = VenuePaths.weight(of: wish, settings.market)
        guard budget.spend(weight, at: time, keeping: wish.exits ? 0 : settings.keptForExits) else {
            wait(until: budget.nextWindow(after: time), time, moment, clock)
            return false
        }
        for _ in 0..<wish.orders { for place in orders.indices { orders[place].window.spend(at: time) } }
        return true
    }

    private mutating func wait(
        until end: Timestamp, _ time: Timestamp, _ moment: Moment, _ clock: ServerClock
    ) {
        budgetAt = moment.monotonic + clock.machineTime(of: (end - time).nanoseconds)
    }

    /// A request came to its end: what it was; what the exchange tells of its limits is counted.
    mutating func finish(
        _ id: ExchangeRequestID, _ response: HTTPResponse?, at moment: Moment, _ clock: ServerClock
    ) -> UnderWay? {
        guard let place = underWay.firstIndex(where: { $0.id == id }) else { return nil }
        let request = underWay.remove(at: place)
        let time = clock.now(moment)
        let told = response?.header(Self.usedWeight).flatMap { Int($0) }
        budget.settle(request.weight, told: told.map { min(max(0, $0), 1_000_000) }, at: time)
        for place in orders.indices {
            guard let told = response?.header(orders[place].header).flatMap({ Int($0) }) else { continue }
            let asked = clock.now(request.askedAt)
            orders[place].window.settle(told: told, askedAt: asked, at: time)
        }
        return request
    }

    /// What the exchange counts for a request, for the budget that all processes of a machine share.
    func cost(of request: UnderWay, at time: Timestamp) -> RequestCost {
        var cost = RequestCost(
            settings.market, weight: request.weight, of: budget.limit, request.wish.urgency, at: time)
        cost.orders = request.wish.orders
        return cost
    }

    /// A request did not leave, since others of this machine used up what the exchange lets through.
    mutating func putBack(_ request: UnderWay, after wait: Int64, at moment: Moment) {
        guard !isWaiting(request.wish) else { return }
        let again = moment.monotonic + Self.bounded(wait)
        waiting.append(
            Waiting(
                wish: request.wish, since: request.askedAt.monotonic, notBefore: again, delay: request.delay))
    }

    /// Asks once more, later.
    mutating func retry(_ request: UnderWay, at moment: Moment, _ chance: inout SplitMix64) {
        guard !isWaiting(request.wish) else { return }
        var delay = request.delay
        let wait = delay.failed(&chance)
        waiting.append(
            Waiting(
                wish: request.wish, since: request.askedAt.monotonic, notBefore: moment.monotonic + wait,
                delay: delay))
    }

    /// A wait that somebody told, as far as there is sense in it, nanoseconds.
    static func bounded(_ wait: Int64) -> Int64 { max(0, min(wait, 400_000 * 1_000_000_000)) }

    /// No order can be placed for so long, nanoseconds: others of this machine used up what the exchange lets
    /// through.
    mutating func pauseOrders(for wait: Int64, at moment: Moment) {
        ordersPausedUntil = max(ordersPausedUntil, moment.monotonic + Self.bounded(wait))
    }

    /// Whether an answer says that the exchange wants to be left in peace, wholly or with orders alone: for
    /// how many seconds. A longer pause that it wanted before stands.
    mutating func pause(after response: HTTPResponse, at moment: Moment, _ clock: ServerClock) -> Int64? {
        guard let seconds = response.pauseSeconds else { return nil }
        let end = moment.monotonic + clock.machineTime(of: seconds * 1_000_000_000)
        if response.pausesOrdersAlone {
            ordersPausedUntil = max(ordersPausedUntil, end)
        } else {
            pausedUntil = max(pausedUntil, end)
        }
        return seconds
    }

    /// When `next` may have one, monotonic.
    func wakesAt(_ now: Int64) -> Int64 {
        guard let soonest = waiting.map(notBefore).min() else { return .max }
        // What waits for something else than time is looked at again when that comes.
        let due = max(soonest, pausedUntil, budgetAt > now ? budgetAt : .min)
        return due > now ? due : now + 50_000_000
    }
}
