import Exchanges
import Market

/// The connections to the exchange: opened and tried again, subscribed step by step, watched, and replaced
/// by new ones before the exchange ends them. Times are of the monotonic clock.
struct Connections: Sendable {
    private let settings: BinanceFeedSettings
    private let names: StreamNames
    private var links: [FeedLink] = []
    private var chance: SplitMix64
    private var lastID: UInt64 = 0
    private var lastAsked: Int64 = 0
    /// When connections were tried lately, oldest first.
    private var attempts: [Int64] = []
    private(set) var commands: [ClientCommand] = []
    private(set) var news: [ConnectionNews] = []
    /// Connections that were lost, or given up, so far.
    private(set) var losses: UInt64 = 0

    init(_ settings: BinanceFeedSettings, _ names: StreamNames) {
        (self.settings, self.names) = (settings, names)
        chance = SplitMix64(seed: settings.seed)
    }

    /// What is connected or wanted.
    var all: [FeedLink] { links }

    /// Hands over what is to be done.
    mutating func takeCommands() -> [ClientCommand] {
        defer { commands.removeAll() }
        return commands
    }

    /// Hands over what happened.
    mutating func takeNews() -> [ConnectionNews] {
        defer { news.removeAll() }
        return news
    }

    var hasNews: Bool { !news.isEmpty }

    /// Begins: these streams are wanted, by route and in the order of their importance.
    mutating func begin(_ streams: [(Route, [Int])], at now: Int64) {
        for (route, places) in streams {
            for start in stride(from: 0, to: places.count, by: max(1, settings.streamsPerConnection)) {
                let part = Array(places[start..<min(places.count, start + settings.streamsPerConnection)])
                let delay = RetryDelay(shortest: settings.shortestDelay, longest: settings.longestDelay)
                links.append(FeedLink(route, part, delay))
                links[links.count - 1].tryAt = now
            }
        }
    }

    /// A message came on a connection; false where it is none of ours, or given up.
    mutating func note(_ id: ConnectionID, bytes: Int, at now: Int64) -> Bool {
        for index in links.indices {
            // Where they lie: a copy of a connection costs more than the rest of this.
            if links[index].active?.note(id, bytes: bytes, at: now) == true { return true }
            if links[index].next?.note(id, bytes: bytes, at: now) == true { return true }
        }
        return false
    }

    /// How long a message was under way, in nanoseconds.
    mutating func note(lag: Int64, on id: ConnectionID) {
        for index in links.indices where links[index].active?.note(lag: lag, on: id) == true { return }
    }

    /// Whether a second connection carries what this one does.
    func isDoubled(_ id: ConnectionID) -> Bool {
        links.contains { ($0.active?.id == id || $0.next?.id == id) && $0.active != nil && $0.next != nil }
    }

    mutating func opened(_ id: ConnectionID, at now: Int64) {
        change(id) { connection, streams, settings in
            connection.phase = .subscribing
            connection.openedAt = now
            connection.messageAt = now
            connection.lagSince = now
            connection.pingAt = now + settings.pingEvery
            let size = max(1, settings.streamsPerMessage)
            connection.batches = stride(from: 0, to: streams.count, by: size).map {
                Array(streams[$0..<min(streams.count, $0 + size)])
            }
        }
        let jitter = chance.upTo(settings.connectionLifeJitter)
        change(id) { connection, _, settings in connection.renewAt = now + settings.connectionLife - jitter }
        wake(at: now)
    }

    mutating func ponged(_ payload: UInt64, on id: ConnectionID, at now: Int64) {
        change(id) { connection, _, _ in
            guard payload == connection.pingPayload else { return }
            connection.pongUntil = .max
        }
    }

    /// The exchange answers a request on the socket.
    mutating func answered(_ asked: Int64, refusal: String?, on id: ConnectionID, at now: Int64) {
        var found: FeedConnection.Asked?
        change(id) { connection, _, _ in
            guard let place = connection.asked.firstIndex(where: { $0.id == asked }) else { return }
            found = connection.asked.remove(at: place)
        }
        guard let found else {
            if let refusal { news.append(.told("was refused a request on a socket: \(refusal)")) }
            return
        }
        if let refusal {
            refused(found.streams, refusal, on: id)
        } else {
            news.append(.subscribed(found.streams))
        }
        settle(id, at: now)
    }

    /// A refused message may hold one bad name among good ones: it is halved until that stands alone.
    private mutating func refused(_ streams: [Int], _ refusal: String, on id: ConnectionID) {
        guard streams.count > 1 else {
            for stream in streams { news.append(.refused(stream: stream, refusal)) }
            return
        }
        let half = streams.count / 2
        change(id) { connection, _, _ in
            connection.batches.append(Array(streams[..<half]))
            connection.batches.append(Array(streams[half...]))
        }
    }

    /// All that was asked for is answered: the connection is as it should be.
    private mutating func settle(_ id: ConnectionID, at now: Int64) {
        change(id) { connection, _, _ in
            let isDone = connection.batches.isEmpty && connection.asked.isEmpty
            guard connection.phase == .subscribing, isDone else { return }
            connection.phase = .live
            if connection.liveAt == 0 { connection.liveAt = now }
        }
    }

    /// Subscribes to a stream that fell silent once more.
    mutating func subscribeAgain(_ stream: Int) {
        for index in links.indices where links[index].streams.contains(stream) {
            guard var connection = links[index].active, connection.phase != .opening else { return }
            connection.phase = .subscribing
            let last = connection.batches.count - 1
            if last >= 0, connection.batches[last].count < settings.streamsPerMessage {
                connection.batches[last].append(stream)
            } else {
                connection.batches.append([stream])
            }
            links[index].active = connection
        }
    }

    /// The exchange says that it will end the connections soon: new ones take their place.
    mutating func renew(_ id: ConnectionID, at now: Int64) {
        change(id) { connection, _, _ in connection.renewAt = now }
    }

    mutating func closed(_ id: ConnectionID, _ end: ConnectionEnd, at now: Int64) {
        for index in links.indices {
            if links[index].active?.id == id { lose(index, why: "\(end)", at: now) }
            if links[index].next?.id == id { loseNext(index, why: "\(end)", at: now) }
        }
    }

    mutating func wake(at now: Int64) {
        for index in links.indices {
            attempt(index, at: now)
            watch(index, at: now)
            send(index, at: now)
        }
    }

    /// When `wake` has something to do, but for what is watched once a second.
    func wakesAt(_ now: Int64) -> Int64 {
        var soonest = Int64.max
        for index in links.indices {
            soonest = min(soonest, links[index].tryAt, sendAt(links[index].active), sendAt(links[index].next))
        }
        return soonest
    }

    private func sendAt(_ connection: FeedConnection?) -> Int64 {
        guard let connection, connection.phase != .opening, !connection.batches.isEmpty else {
            return .max
        }
        return connection.sendAt
    }

    private mutating func change(
        _ id: ConnectionID, _ body: (inout FeedConnection, [Int], BinanceFeedSettings) -> Void
    ) {
        for index in links.indices {
            let streams = links[index].streams
            if var connection = links[index].active, connection.id == id {
                body(&connection, streams, settings)
                links[index].active = connection
            } else if var connection = links[index].next, connection.id == id {
                body(&connection, streams, settings)
                links[index].next = connection
            }
        }
    }
}

extension Connections {
    /// Opens a connection where one is wanted and the exchange's limit of attempts lets it.
    private mutating func attempt(_ index: Int, at now: Int64) {
        guard links[index].tryAt <= now else { return }
        attempts.removeAll { now - $0 > 300_000_000_000 }
        guard attempts.count < settings.attemptsPerFiveMinutes else {
            links[index].tryAt = (attempts.first ?? now) + 300_000_000_001
            return
        }
        attempts.append(now)
        links[index].tryAt = .max
        lastID += 1
        let connection = FeedConnection(ConnectionID(lastID), link: index, triedAt: now)
        if links[index].active == nil {
            links[index].active = connection
        } else {
            links[index].next = connection
        }
        let path = links[index].route.path(settings.market)
        commands.append(.open(connection.id, url: settings.addresses.streams + path))
    }

    /// The active connection is gone: the next one takes its place, or a new one is tried.
    private mutating func lose(_ index: Int, why: String, at now: Int64) {
        losses += 1
        let wasHealthy = links[index].active.map { $0.liveAt > 0 && now - $0.liveAt >= settings.healthyAfter }
        if wasHealthy ?? false { links[index].delay.succeeded() }
        news.append(.told("lost a connection of \(links[index].streams.count) streams: \(why)"))
        links[index].active = links[index].next
        links[index].next = nil
        links[index].isRenewing = false
        let isCarried = links[index].active?.phase == .live
        if !isCarried { news.append(.lost(links[index].streams)) }
        guard links[index].active == nil else { return }
        links[index].tryAt = now + links[index].delay.failed(&chance)
    }

    /// What should have replaced the active connection is gone: another is tried.
    private mutating func loseNext(_ index: Int, why: String, at now: Int64) {
        losses += 1
        news.append(.told("lost a connection that was to replace another: \(why)"))
        links[index].next = nil
        links[index].tryAt = now + links[index].delay.failed(&chance)
    }

    /// Gives a connection up: its end is not waited for.
    private mutating func giveUp(_ connection: FeedConnection, why: String, at now: Int64) {
        commands.append(.close(connection.id))
        if links[connection.link].active?.id == connection.id {
            lose(connection.link, why: why, at: now)
        } else {
            loseNext(connection.link, why: why, at: now)
        }
    }

    private mutating func watch(_ index: Int, at now: Int64) {
        for case let connection? in [links[index].active, links[index].next] {
            if let why = fault(of: connection, at: now) { giveUp(connection, why: why, at: now) }
        }
        if let active = links[index].active, now >= active.renewAt, !links[index].isRenewing {
            links[index].isRenewing = true
            links[index].tryAt = now
        }
        handOver(index, at: now)
        ping(index, at: now)
        restartLag(index, at: now)
    }

    /// What is wrong with a connection: the watchdogs of the socket, its pongs, its bytes, its lag.
    private func fault(of connection: FeedConnection, at now: Int64) -> String? {
        let seconds = 1_000_000_000 as Int64
        if connection.phase == .opening {
            let isLate = now - connection.triedAt > settings.answerLimit
            return isLate ? "it did not stand within \(settings.answerLimit / seconds) s" : nil
        }
        if let asked = connection.asked.first, now > asked.until {
            return "a subscription was not answered within \(settings.answerLimit / seconds) s"
        }
        if now > connection.pongUntil {
            return "a ping was not answered within \(settings.pongLimit / seconds) s"
        }
        if now - connection.messageAt > settings.silenceLimit {
            return "it told nothing for \(settings.silenceLimit / seconds) s"
        }
        let isMeasured = now - connection.lagSince >= 10 * seconds && connection.leastLag != .max
        if isMeasured, connection.leastLag > settings.lagLimit {
            return "it was \(connection.leastLag / 1_000_000) ms behind for 10 s"
        }
        return nil
    }

    /// The next connection tells all for a while: the one before it is closed.
    private mutating func handOver(_ index: Int, at now: Int64) {
        guard let next = links[index].next, next.phase == .live, now - next.liveAt >= settings.overlap else {
            return
        }
        if let old = links[index].active { commands.append(.close(old.id)) }
        links[index].active = next
        links[index].next = nil
        links[index].isRenewing = false
        links[index].delay.succeeded()
        news.append(.told("replaced a connection of \(links[index].streams.count) streams by a new one"))
    }

    private mutating func ping(_ index: Int, at now: Int64) {
        for isNext in [false, true] {
            let path = isNext ? \FeedLink.next : \FeedLink.active
            guard var connection = links[index][keyPath: path], now >= connection.pingAt,
                connection.pongUntil == .max, now >= connection.sendAt
            else { continue }
            connection.pingPayload += 1
            connection.pongUntil = now + settings.pongLimit
            connection.pingAt = now + settings.pingEvery
            connection.sendAt = now + settings.messageSpacing
            commands.append(.ping(connection.id, payload: connection.pingPayload))
            links[index][keyPath: path] = connection
        }
    }

    private mutating func restartLag(_ index: Int, at now: Int64) {
        guard let active = links[index].active, now - active.lagSince >= 10_000_000_000 else { return }
        links[index].active?.lagSince = now
        links[index].active?.leastLag = .max
    }

    /// Subscribes to the next streams, as fast as the exchange lets.
    private mutating func send(_ index: Int, at now: Int64) {
        for isNext in [false, true] {
            let path = isNext ? \FeedLink.next : \FeedLink.active
            guard var connection = links[index][keyPath: path], connection.phase != .opening,
                now >= connection.sendAt, !connection.batches.isEmpty
            else { continue }
            let streams = connection.batches.removeFirst()
            lastAsked += 1
            connection.asked.append(
                FeedConnection.Asked(id: lastAsked, streams: streams, until: now + settings.answerLimit))
            connection.sendAt = now + settings.messageSpacing
            commands.append(.send(connection.id, names.subscribe(streams, id: lastAsked)))
            links[index][keyPath: path] = connection
        }
    }
}
