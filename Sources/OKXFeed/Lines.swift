import Exchanges
import Market

/// The connections to the exchange: opened and tried again, subscribed, watched, and replaced by new ones
/// when the exchange says that it will end them. Times are monotonic.
struct Lines: Sendable {
    let settings: OKXFeedSettings
    let channels: ChannelTable
    var lines: [Line] = []
    private var chance: SplitMix64
    private var lastID: UInt64 = 0
    private var lastAttempt: Int64 = .min
    var commands: [ClientCommand] = []
    var news: [ConnectionNews] = []
    /// Connections that were lost, or given up, so far.
    private(set) var losses: UInt64 = 0

    init(_ settings: OKXFeedSettings, _ channels: ChannelTable) {
        (self.settings, self.channels) = (settings, channels)
        chance = SplitMix64(seed: settings.seed)
    }

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

    /// Begins: these channels are wanted on this URL.
    mutating func begin(_ url: String, _ places: [Int], at now: Int64) {
        guard !places.isEmpty else { return }
        let delay = RetryDelay(shortest: settings.shortestDelay, longest: settings.longestDelay)
        lines.append(Line(url, places, delay, tryAt: now))
    }

    /// Changes a connection; false where it is none of ours, or given up.
    @discardableResult
    mutating func change(_ id: ConnectionID, _ body: (inout Connection) -> Void) -> Bool {
        for index in lines.indices {
            if lines[index].active?.id == id, var connection = lines[index].active {
                body(&connection)
                lines[index].active = connection
                return true
            }
            if lines[index].next?.id == id, var connection = lines[index].next {
                body(&connection)
                lines[index].next = connection
                return true
            }
        }
        return false
    }

    /// A message came on a connection; false where it is none of ours, or given up.
    mutating func note(_ id: ConnectionID, bytes: Int, at now: Int64) -> Bool {
        for index in lines.indices {
            if lines[index].active?.id == id {
                lines[index].active?.note(bytes, at: now)
                return true
            }
            if lines[index].next?.id == id {
                lines[index].next?.note(bytes, at: now)
                return true
            }
        }
        return false
    }

    /// How long a message was under way, in milliseconds.
    mutating func note(lag: Int64, on id: ConnectionID) {
        for index in lines.indices where lines[index].active?.id == id {
            if lag < lines[index].active?.leastLag ?? .min { lines[index].active?.leastLag = lag }
        }
    }

    mutating func opened(_ id: ConnectionID, at now: Int64) {
        for index in lines.indices {
            let places = lines[index].places
            for path in [\Line.active, \Line.next] where lines[index][keyPath: path]?.id == id {
                lines[index][keyPath: path]?.phase = .subscribing
                lines[index][keyPath: path]?.heardAt = now
                lines[index][keyPath: path]?.lagSince = now
                ask(places, by: settings.channelsPerMessage, of: id, at: now)
            }
        }
        wake(at: now)
    }

    /// Subscribes to channels on a connection, so many with a message.
    func ask(
        _ places: [Int], by size: Int, _ connection: inout Connection, at now: Int64
    ) {
        let size = max(1, size)
        for start in stride(from: 0, to: places.count, by: size) {
            let part = Array(places[start..<min(places.count, start + size)])
            connection.queue.append(channels.message("subscribe", part))
        }
        for place in places where !connection.pending.contains(place) { connection.pending.append(place) }
        let sending = Int64(connection.queue.count) * settings.messageSpacing
        connection.pendingUntil = max(now, connection.sendAt) + sending + settings.answerLimit
    }

    private mutating func ask(_ places: [Int], by size: Int, of id: ConnectionID, at now: Int64) {
        change(id) { [self] connection in ask(places, by: size, &connection, at: now) }
    }

    /// Subscribes to a channel anew, so that it begins with what there is.
    mutating func askAgain(_ place: Int, at now: Int64) {
        for index in lines.indices where lines[index].places.contains(place) {
            guard var connection = lines[index].active, connection.phase != .opening else { return }
            connection.queue.append(channels.message("unsubscribe", [place]))
            ask([place], by: 1, &connection, at: now)
            lines[index].active = connection
        }
        wake(at: now)
    }

    /// The exchange gives a channel.
    mutating func given(_ place: Int, on id: ConnectionID, at now: Int64) {
        let isOurs = change(id) { connection in
            connection.pending.removeAll { $0 == place }
            connection.settle(at: now)
        }
        if isOurs { news.append(.subscribed([place])) }
    }

    /// The exchange refused a request; it does not say which.
    mutating func refused(_ why: String, on id: ConnectionID) {
        change(id) { $0.refusal = why }
        news.append(.told("was refused a request on a socket: \(why)"))
    }

    /// The exchange says that it will end a connection soon: a new one takes its place.
    mutating func renew(_ id: ConnectionID, at now: Int64) {
        for index in lines.indices
        where lines[index].active?.id == id && lines[index].next == nil && lines[index].tryAt == .max {
            lines[index].tryAt = now
        }
        wake(at: now)
    }

    mutating func closed(_ id: ConnectionID, _ end: ConnectionEnd, at now: Int64) {
        for index in lines.indices {
            if lines[index].active?.id == id { lose(index, why: "\(end)", at: now) }
            if lines[index].next?.id == id { loseNext(index, why: "\(end)", at: now) }
        }
    }

    /// Opens a connection where one is wanted and the exchange's limit of attempts lets it.
    mutating func attempt(_ index: Int, at now: Int64) {
        guard lines[index].tryAt <= now else { return }
        let (since, isFirst) = now.subtractingReportingOverflow(lastAttempt)
        guard isFirst || since >= settings.attemptSpacing else {
            lines[index].tryAt = lastAttempt + settings.attemptSpacing
            return
        }
        lastAttempt = now
        lines[index].tryAt = .max
        lastID += 1
        let connection = Connection(ConnectionID(lastID), triedAt: now)
        if lines[index].active == nil {
            lines[index].active = connection
        } else {
            lines[index].next = connection
        }
        commands.append(.open(connection.id, url: lines[index].url))
    }

    /// The active connection is gone: the next one takes its place, or a new one is tried.
    mutating func lose(_ index: Int, why: String, at now: Int64) {
        losses += 1
        let liveAt = lines[index].active?.liveAt ?? 0
        if liveAt > 0, now - liveAt >= settings.healthyAfter { lines[index].delay.succeeded() }
        news.append(.told("lost a connection of \(lines[index].places.count) channels: \(why)"))
        lines[index].active = lines[index].next
        lines[index].next = nil
        if lines[index].active?.phase != .live { news.append(.lost(lines[index].places)) }
        guard lines[index].active == nil else { return }
        lines[index].tryAt = now + lines[index].delay.failed(&chance)
    }

    /// What should have replaced the active connection is gone: another is tried.
    mutating func loseNext(_ index: Int, why: String, at now: Int64) {
        losses += 1
        news.append(.told("lost a connection that was to replace another: \(why)"))
        lines[index].next = nil
        lines[index].tryAt = now + lines[index].delay.failed(&chance)
    }
}
