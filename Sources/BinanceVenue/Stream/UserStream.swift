import Exchanges
import Market

/// The connection that tells what happens to the account: opened, subscribed to, looked after, and opened
/// anew.
struct UserStream: Sendable {
    enum Phase: Sendable, Hashable {
        /// Nothing is wanted, or it is tried again later.
        case idle
        /// The key to it is asked for; futures alone.
        case keyless
        case opening
        /// Spot: the subscription is not answered yet.
        case subscribing
        case up
    }

    private let settings: BinanceVenueSettings
    private(set) var phase = Phase.idle
    private(set) var connection = ConnectionID(0)
    private var lastID: UInt64 = 0
    private var delay: RetryDelay
    /// When to try, monotonic, in `idle`.
    private var tryAt: Int64 = .max
    /// When the step began, and since when it is up, monotonic.
    private(set) var since: Int64 = .max
    /// When it went away, monotonic.
    private(set) var lostAt: Int64 = .min
    private var heardAt: Int64 = .min
    private var pingedAt: Int64 = .min
    private var awaitsPong = false
    private var keyAt: Int64 = .min
    private(set) var key = ""
    /// How often it was lost.
    private(set) var losses: UInt64 = 0

    init(_ settings: BinanceVenueSettings) {
        self.settings = settings
        delay = RetryDelay(shortest: settings.shortestDelay, longest: settings.longestStreamDelay)
    }

    var isUp: Bool { phase == .up }

    /// The number of the subscription's request.
    static let subscription: Int64 = 1

    mutating func begin(at now: Int64) {
        guard phase == .idle, tryAt == .max else { return }
        tryAt = now
    }

    /// What is to be done now.
    enum Act {
        case askForKey, renewKey
        case open(ConnectionID, url: String)
        case ping(ConnectionID)
        case close(ConnectionID)
    }

    mutating func wake(at now: Int64) -> Act? {
        switch phase {
        case .idle where now >= tryAt:
            tryAt = .max
            guard settings.isFutures else { return open(at: now) }
            (phase, since) = (.keyless, now)
            return .askForKey
        case .opening where now - since > settings.answerLimit,
            .subscribing where now - since > settings.answerLimit:
            return .close(connection)
        case .up: return watch(at: now)
        default: return nil
        }
    }

    private mutating func open(at now: Int64) -> Act {
        lastID += 1
        connection = ConnectionID(lastID)
        (phase, since) = (.opening, now)
        let path = settings.isFutures ? "/private/ws?listenKey=\(key)" : "/ws-api/v3"
        return .open(connection, url: settings.addresses.sockets + path)
    }

    private mutating func watch(at now: Int64) -> Act? {
        if now - since > settings.connectionLife { return .close(connection) }
        if awaitsPong, now - pingedAt > settings.pongLimit { return .close(connection) }
        if !awaitsPong, now - pingedAt >= settings.pingEvery {
            (awaitsPong, pingedAt) = (true, now)
            return .ping(connection)
        }
        guard settings.isFutures, now - keyAt >= settings.keepKeyEvery else { return nil }
        keyAt = now
        return .renewKey
    }

    /// The key came: connects.
    mutating func take(_ key: String, at now: Int64) -> Act? {
        guard phase == .keyless else { return nil }
        (self.key, keyAt) = (key, now)
        return open(at: now)
    }

    /// The connection stands. Spot has yet to subscribe.
    mutating func opened(_ connection: ConnectionID, at now: Int64) -> Bool {
        guard connection == self.connection, phase == .opening else { return false }
        if settings.isFutures { stand(at: now) } else { (phase, since) = (.subscribing, now) }
        return true
    }

    /// The subscription stands.
    mutating func subscribed(at now: Int64) { if phase == .subscribing { stand(at: now) } }

    private mutating func stand(at now: Int64) {
        (phase, since, pingedAt, awaitsPong) = (.up, now, now, false)
        delay.succeeded()
    }

    mutating func heard(at now: Int64) { heardAt = now }
    mutating func ponged(at now: Int64) { awaitsPong = false }

    /// It is gone, or could not be opened; answers whether it was up.
    mutating func closed(_ connection: ConnectionID, at now: Int64, _ chance: inout SplitMix64) -> Bool {
        guard connection == self.connection, phase != .idle, phase != .keyless else { return false }
        let wasUp = isUp
        if wasUp {
            losses += 1
            lostAt = now
        }
        retry(at: now, &chance)
        return wasUp
    }

    /// The key was refused, or its answer lost.
    mutating func keyFailed(at now: Int64, _ chance: inout SplitMix64) {
        if phase == .keyless { retry(at: now, &chance) }
    }

    private mutating func retry(at now: Int64, _ chance: inout SplitMix64) {
        (phase, since) = (.idle, .max)
        tryAt = now + delay.failed(&chance)
    }

    /// When `wake` is due, monotonic.
    var wakesAt: Int64 {
        switch phase {
        case .idle: return tryAt
        case .keyless: return .max
        case .opening, .subscribing: return since + settings.answerLimit + 1
        case .up:
            let pong = awaitsPong ? pingedAt + settings.pongLimit + 1 : pingedAt + settings.pingEvery
            let key = settings.isFutures ? keyAt + settings.keepKeyEvery : .max
            return min(pong, key, since + settings.connectionLife + 1)
        }
    }
}
