import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(10))) struct RequestLinkTests {
    /// A link in a reactor with the outcomes it gave, as text.
    final class Asker {
        let bench: Bench
        let endpoint: Endpoint
        let link: RequestLink
        let reactor: Reactor
        var outcomes: [String] = []
        var tags: [Int: Int] = [:]

        init(limit: Int = 256) throws {
            bench = try Bench()
            endpoint = try bench.directory.endpoint("risk.rep")
            link = try RequestLink(to: endpoint, in: bench.context, limit: limit)
            reactor = try Reactor(signals: nil)
            _ = reactor.watch(link)
        }

        func server() throws -> Holder {
            let holder = try Holder(.rep, in: bench.context)
            try holder.socket.bind(endpoint)
            return holder
        }

        /// Asks `text` under the test's `tag`, with a deadline in milliseconds or the bench's.
        @discardableResult
        func ask(_ tag: Int, _ text: String, within milliseconds: Int64? = nil) throws -> RequestFailure? {
            let answerBy = milliseconds.map(MonotonicClock.deadline(milliseconds:)) ?? bench.deadline
            switch try link.ask(topic: [UInt8]("check"), payload: [UInt8](text), answerBy: answerBy) {
            case .refused(let why): return why
            case .accepted(let ticket):
                #expect(tags[ticket] == nil, "two pending requests share a ticket")
                tags[ticket] = tag
                return nil
            }
        }

        /// Turns the reactor until `done`, failing at the bench's deadline.
        func turn(until done: () throws -> Bool) throws {
            while try !done() {
                try #require(MonotonicClock.now() < bench.deadline, "waited in vain")
                reactor.wake(at: min(link.nextDeadline, bench.deadline))
                _ = try reactor.wait()
                try link.progress(now: MonotonicClock.now(), record)
            }
        }

        func record(_ ticket: Int, _ outcome: RequestOutcome) {
            guard let tag = tags.removeValue(forKey: ticket) else {
                Issue.record("an outcome for ticket \(ticket), which is not pending")
                return
            }
            switch outcome {
            case .answered(let frames): outcomes.append("\(tag) \([UInt8](frames.body).text)")
            case .unanswered(let why): outcomes.append("\(tag) \(why)")
            }
        }

        /// Waits for the request `text` at the server while the link goes on.
        func arrived(_ text: String, at server: Holder) throws {
            let slot = reactor.watch(server.socket)
            defer { reactor.forget(slot) }
            var request: Received?
            try turn {
                _ = try server.socket.receive { request = Received($0) }
                return request != nil
            }
            #expect(request == Received("check", [UInt8](text)))
        }
    }

    @Test func `requests are answered one after the other, in order`() throws {
        let asker = try Asker()
        let server = try asker.server()
        for tag in 1...3 { #expect(try asker.ask(tag, "q\(tag)") == nil) }
        for tag in 1...3 {
            try asker.arrived("q\(tag)", at: server)
            #expect(try server.socket.send([UInt8]("a\(tag)")))
            try asker.turn { asker.outcomes.count == tag }
        }
        #expect(asker.outcomes == ["1 a1", "2 a2", "3 a3"])
        #expect(asker.link.pending == 0 && asker.link.nextDeadline == .max)
        #expect(asker.link.counters == .init(answered: 3))
    }

    @Test func `after a time-out the next request works, and the late answer is not taken for its own`()
        throws
    {
        let asker = try Asker()
        let server = try asker.server()
        // The first must leave before its time is up, however slow the connection is made.
        try asker.ask(0, "warm")
        try asker.arrived("warm", at: server)
        #expect(try server.socket.send([UInt8]("up")))
        try asker.turn { asker.outcomes == ["0 up"] }

        try asker.ask(1, "slow", within: 5)
        try asker.arrived("slow", at: server)
        try asker.turn { asker.outcomes.count == 2 }
        try asker.ask(2, "next")
        #expect(try server.socket.send([UInt8]("late")))
        try asker.arrived("next", at: server)
        #expect(try server.socket.send([UInt8]("right")))
        try asker.turn { asker.outcomes.count == 3 }
        #expect(asker.outcomes == ["0 up", "1 noAnswer", "2 right"])
    }

    @Test func `an answer that comes late while nothing is out is counted`() throws {
        let asker = try Asker()
        let server = try asker.server()
        try asker.ask(1, "slow", within: 200)
        try asker.arrived("slow", at: server)
        try asker.turn { asker.outcomes == ["1 noAnswer"] }
        #expect(try server.socket.send([UInt8]("late")))
        try asker.turn { asker.link.counters.late == 1 }
        #expect(asker.outcomes == ["1 noAnswer"])
        #expect(asker.link.counters == .init(unanswered: 1, late: 1))
    }

    @Test func `without a peer a request waits, and is never sent after its time`() throws {
        let asker = try Asker()
        try asker.ask(1, "brief", within: 5)
        try asker.ask(2, "patient")
        try asker.turn { asker.outcomes == ["1 neverSent"] }
        let server = try asker.server()
        try asker.arrived("patient", at: server)
        #expect(try server.socket.send([UInt8]("here")))
        try asker.turn { asker.outcomes == ["1 neverSent", "2 here"] }
    }

    @Test func `a request's own deadline counts in the middle of the line`() throws {
        let asker = try Asker()
        try asker.ask(1, "a")
        try asker.ask(2, "b", within: 2)
        try asker.ask(3, "c")
        try asker.turn { asker.outcomes == ["2 neverSent"] }
        #expect(asker.link.pending == 2)
        let server = try asker.server()
        for text in ["a", "c"] {
            try asker.arrived(text, at: server)
            #expect(try server.socket.send([UInt8](text)))
        }
        try asker.turn { asker.outcomes == ["2 neverSent", "1 a", "3 c"] }
    }

    @Test func `a server that dies and comes back is found again`() throws {
        let asker = try Asker()
        do {
            let server = try Socket(.rep, in: asker.bench.context)
            try server.bind(asker.endpoint)
            try asker.ask(1, "first", within: 300)
            let slot = asker.reactor.watch(server)
            try asker.turn { try server.receive { _ in } }
            asker.reactor.forget(slot)
            server.close()
        }
        try asker.turn { asker.outcomes == ["1 noAnswer"] }
        try asker.ask(2, "second")
        let server = try asker.server()
        try asker.arrived("second", at: server)
        #expect(try server.socket.send([UInt8]("again")))
        try asker.turn { asker.outcomes == ["1 noAnswer", "2 again"] }
    }

    @Test func `a full line refuses at once`() throws {
        let asker = try Asker(limit: 2)
        #expect(try asker.ask(1, "a") == nil)
        #expect(try asker.ask(2, "b") == nil)
        #expect(try asker.ask(3, "c") == .queueFull)
        #expect(asker.link.pending == 2)
    }

    @Test func `an outcome may ask again`() throws {
        let asker = try Asker()
        let server = try asker.server()
        try asker.ask(1, "a")
        try asker.arrived("a", at: server)
        #expect(try server.socket.send([UInt8]("no")))
        try #require(try asker.link.socket.waitForInput(until: asker.bench.deadline))
        try asker.link.progress(now: MonotonicClock.now()) { ticket, outcome in
            asker.record(ticket, outcome)
            #expect(throws: Never.self) { try asker.ask(2, "b") }
        }
        try asker.arrived("b", at: server)
        #expect(asker.outcomes == ["1 no"] && asker.link.pending == 1)
    }

    @Test func `asking anew with no time left ends, one outcome a turn`() throws {
        let asker = try Asker()
        try asker.ask(0, "a", within: 0)
        for tag in 1...3 {
            try asker.link.progress(now: .max - 1) { ticket, outcome in
                asker.record(ticket, outcome)
                #expect(throws: Never.self) { try asker.ask(tag, "again", within: 0) }
            }
        }
        #expect(asker.outcomes == ["0 neverSent", "1 neverSent", "2 neverSent"])
    }

    @Test func `closing tells every pending request whether it was sent`() throws {
        let asker = try Asker()
        let server = try asker.server()
        try asker.ask(1, "a")
        try asker.ask(2, "b")
        try asker.arrived("a", at: server)
        asker.link.close(asker.record)
        asker.link.close(asker.record)
        #expect(asker.outcomes == ["1 closed(wasSent: true)", "2 closed(wasSent: false)"])
        #expect(try asker.ask(3, "c") == .closed(wasSent: false))
    }

    @Test func `a socket made anew finds its peer, in the same slot`() throws {
        let asker = try Asker()
        let server = try asker.server()
        try asker.link.socket.handle.reopen()
        try asker.ask(1, "a")
        try asker.arrived("a", at: server)
        #expect(try server.socket.send([UInt8]("b")))
        try asker.turn { asker.outcomes == ["1 b"] }
    }

    @Test func `a request that nobody would accept is refused by name`() throws {
        let asker = try Asker()
        let size = Frames.largest + 1
        #expect(throws: BusError.frameTooLarge(endpoint: asker.endpoint.description, bytes: size)) {
            try asker.ask(1, String(repeating: "x", count: size))
        }
        #expect(asker.link.pending == 0)
    }
}
