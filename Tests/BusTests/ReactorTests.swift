import CLinux
import Glibc
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(10))) struct ReactorTests {
    @Test func `a timer fires once, at its moment and not before`() throws {
        let reactor = try Reactor(signals: nil)
        let moment = MonotonicClock.deadline(milliseconds: 3)
        reactor.wake(at: moment)
        #expect(try reactor.wait() == Reactor.Wakeup(timer: true, signal: nil))
        #expect(MonotonicClock.now() >= moment)
        // Fired, it is off; one in the past fires at once, and the last call counts.
        reactor.wake(at: .max)
        reactor.wake(at: 0)
        #expect(try reactor.wait().timer)
    }

    @Test func `a deadline that was moved on or cancelled does not wake at its old moment`() throws {
        let reactor = try Reactor(signals: nil)
        reactor.wake(at: MonotonicClock.deadline(milliseconds: 1))
        let moment = MonotonicClock.deadline(milliseconds: 5)
        reactor.wake(at: moment)
        #expect(try reactor.wait().timer)
        #expect(MonotonicClock.now() >= moment)
        let descriptor = eventfd(1, Int32(EFD_NONBLOCK))
        defer { close(descriptor) }
        reactor.wake(at: 1)
        reactor.wake(at: .max)
        let slot = reactor.watch(descriptor: descriptor)
        #expect(try !reactor.wait().timer)
        #expect(reactor.isReady(slot))
    }

    @Test func `a timer is not starved by a socket with more than its cap`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        let reactor = try Reactor(signals: nil)
        let slot = reactor.watch(subscriber.socket)
        for i in 0..<1000 { try publisher.socket.publish(topic: [1], payload: [UInt8(i & 255)]) }
        var turns: [Int] = []
        var timers = 0
        while turns.reduce(0, +) < 1000 {
            reactor.wake(at: 1)
            if try reactor.wait().timer { timers += 1 }
            if reactor.isReady(slot) { turns.append(try subscriber.socket.drain { _ in }) }
        }
        #expect(turns.allSatisfy { $0 <= 256 })
        #expect(timers >= turns.count)
    }

    @Test func `blocked signals arrive one by one`() throws {
        var before = sigset_t()
        pthread_sigmask(SIG_SETMASK, nil, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let reactor = try Reactor(signals: SignalWatch([SIGTERM, SIGINT]))
        // Sent to this thread alone: the test process has others, which don't block them.
        pthread_kill(pthread_self(), SIGTERM)
        pthread_kill(pthread_self(), SIGINT)
        let signals = [try reactor.wait().signal, try reactor.wait().signal]
        #expect(Set(signals) == [SIGTERM, SIGINT])
        reactor.wake(at: 1)
        #expect(try reactor.wait() == Reactor.Wakeup(timer: true, signal: nil))
    }

    @Test func `only what has input is ready`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        let reactor = try Reactor(signals: nil)
        let joins = reactor.watch(publisher.socket)
        let market = reactor.watch(subscriber.socket)
        reactor.wake(at: bench.deadline)
        try publisher.socket.publish(topic: [1], payload: [])
        #expect(try !reactor.wait().timer)
        #expect(reactor.isReady(market) && !reactor.isReady(joins))
        try subscriber.socket.drain { _ in }
        try subscriber.socket.subscribe(prefix: [2])
        #expect(try !reactor.wait().timer)
        #expect(reactor.isReady(joins) && !reactor.isReady(market))
    }

    @Test func `news that a send took off the socket's descriptor is told`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        let reactor = try Reactor(signals: nil)
        let joins = reactor.watch(publisher.socket)
        reactor.wake(at: 1)
        #expect(try reactor.wait().timer && !reactor.isReady(joins))
        try subscriber.socket.subscribe(prefix: [2])
        var item = pollfd(fd: publisher.socket.handle.descriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&item, 1, 20_000) == 1)
        while poll(&item, 1, 0) == 1 { try publisher.socket.publish(topic: [1], payload: []) }
        reactor.wake(at: bench.deadline)
        #expect(try !reactor.wait().timer)
        #expect(reactor.isReady(joins))
    }

    @Test func `a closed socket and a forgotten slot drop out`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        let reactor = try Reactor(signals: nil)
        var closing: Socket? = try Socket(.rep, in: bench.context)
        let closed = reactor.watch(closing!)
        closing.take()?.close()
        let market = reactor.watch(subscriber.socket)
        try publisher.socket.publish(topic: [1], payload: [])
        reactor.wake(at: bench.deadline)
        #expect(try !reactor.wait().timer)
        #expect(reactor.isReady(market) && !reactor.isReady(closed))
        reactor.forget(market)
        reactor.wake(at: 1)
        #expect(try reactor.wait().timer)
        #expect(!reactor.isReady(market))
        #expect(reactor.watch(subscriber.socket) == market)
    }

    @Test func `a descriptor wakes it, as an async part's eventfd does`() throws {
        let descriptor = eventfd(0, Int32(EFD_NONBLOCK))
        defer { close(descriptor) }
        let reactor = try Reactor(signals: nil)
        let slot = reactor.watch(descriptor: descriptor)
        reactor.wake(at: 1)
        #expect(try reactor.wait().timer && !reactor.isReady(slot))
        var one: UInt64 = 1
        try #require(write(descriptor, &one, 8) == 8)
        #expect(try !reactor.wait().timer)
        #expect(reactor.isReady(slot))
    }
}
