import Exchanges

/// What is looked after as time goes on.
extension Lines {
    mutating func wake(at now: Int64) {
        for index in lines.indices {
            attempt(index, at: now)
            watch(index, at: now)
            for path in [\Line.active, \Line.next] { send(index, path, at: now) }
        }
    }

    /// When `wake` has something to do, but for what is watched once a second.
    var wakesAt: Int64 {
        var soonest = Int64.max
        for line in lines {
            soonest = min(soonest, line.tryAt)
            for case let connection? in [line.active, line.next]
            where connection.phase != .opening && !connection.queue.isEmpty {
                soonest = min(soonest, connection.sendAt)
            }
        }
        return soonest
    }

    private mutating func watch(_ index: Int, at now: Int64) {
        for path in [\Line.active, \Line.next] {
            guard let connection = lines[index][keyPath: path] else { continue }
            if let why = fault(of: connection, at: now) {
                commands.append(.close(connection.id))
                if path == \Line.next { return loseNext(index, why: why, at: now) }
                return lose(index, why: why, at: now)
            }
            giveUpOnSome(index, path, at: now)
            ping(index, path, at: now)
        }
        handOver(index, at: now)
        restartLag(index, at: now)
    }

    /// What is wrong with a connection: the watchdogs of the socket, of "pong", of its subscriptions, of
    /// its lag.
    private func fault(of connection: Connection, at now: Int64) -> String? {
        let second: Int64 = 1_000_000_000
        if connection.phase == .opening {
            let isLate = now - connection.triedAt > settings.answerLimit
            return isLate ? "it did not stand within \(settings.answerLimit / second) s" : nil
        }
        if !connection.pending.isEmpty, now > connection.pendingUntil, connection.refusal == nil {
            return "a subscription was not answered within \(settings.answerLimit / second) s"
        }
        if now > connection.pongUntil {
            return "\"ping\" was not answered within \(settings.pongLimit / second) s"
        }
        let isMeasured = now - connection.lagSince >= 10 * second && connection.leastLag != .max
        if isMeasured, connection.leastLag > settings.lagLimit / 1_000_000 {
            return "it was \(connection.leastLag) ms behind for 10 s"
        }
        return nil
    }

    /// A refused request may have had one bad channel among good ones, and the exchange does not say which:
    /// each is asked for alone, and what is refused then is given up.
    private mutating func giveUpOnSome(
        _ index: Int, _ path: WritableKeyPath<Line, Connection?>, at now: Int64
    ) {
        guard var connection = lines[index][keyPath: path], !connection.pending.isEmpty,
            now > connection.pendingUntil, let why = connection.refusal
        else { return }
        let pending = connection.pending.sorted()
        if connection.isSingly {
            for place in pending { news.append(.refused(stream: place, why)) }
            connection.pending.removeAll()
            (connection.isSingly, connection.refusal) = (false, nil)
            connection.settle(at: now)
        } else {
            connection.isSingly = true
            ask(pending, by: 1, &connection, at: now)
        }
        lines[index][keyPath: path] = connection
    }

    /// After a silence the exchange is asked whether it is there.
    private mutating func ping(_ index: Int, _ path: WritableKeyPath<Line, Connection?>, at now: Int64) {
        guard let connection = lines[index][keyPath: path], connection.phase != .opening,
            connection.pongUntil == .max, now - connection.heardAt >= settings.pingAfter
        else { return }
        lines[index][keyPath: path]?.pongUntil = now + settings.pongLimit
        commands.append(.send(connection.id, "ping"))
    }

    /// The next connection tells all: the one before it is closed.
    private mutating func handOver(_ index: Int, at now: Int64) {
        guard let next = lines[index].next, next.phase == .live else { return }
        if let old = lines[index].active { commands.append(.close(old.id)) }
        lines[index].active = next
        lines[index].next = nil
        lines[index].delay.succeeded()
        news.append(.told("replaced a connection of \(lines[index].places.count) channels by a new one"))
    }

    private mutating func restartLag(_ index: Int, at now: Int64) {
        guard let active = lines[index].active, now - active.lagSince >= 10_000_000_000 else { return }
        lines[index].active?.lagSince = now
        lines[index].active?.leastLag = .max
    }

    /// Sends what waits, as fast as the exchange lets.
    private mutating func send(_ index: Int, _ path: WritableKeyPath<Line, Connection?>, at now: Int64) {
        guard var connection = lines[index][keyPath: path], connection.phase != .opening,
            now >= connection.sendAt, !connection.queue.isEmpty
        else { return }
        commands.append(.send(connection.id, connection.queue.removeFirst()))
        connection.sendAt = now + settings.messageSpacing
        lines[index][keyPath: path] = connection
    }
}

extension Connection {
    /// Something came.
    mutating func note(_ count: Int, at now: Int64) {
        heardAt = now
        // Whatever comes is a sign of life: the exchange's "pong" may stand behind much else.
        pongUntil = .max
        messages += 1
        bytes += UInt64(count)
    }

    /// All that was asked for was given.
    mutating func settle(at now: Int64) {
        guard pending.isEmpty else { return }
        pendingUntil = .max
        if phase == .subscribing { phase = .live }
        if liveAt == 0 { liveAt = now }
    }
}
