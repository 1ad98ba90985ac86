import CLinux
import Glibc

/// Waits for sockets, descriptors, one timer and signals in one thread. The loop is its owner's:
///
///     let joins = reactor.watch(publisher), market = reactor.watch(subscriber)
///     while running {
///         reactor.wake(at: nextDeadline)
///         let wakeup = try reactor.wait()
///         if wakeup.signal != nil { running = false }
///         if reactor.isReady(joins) { try publisher.drain { … } }
///         if reactor.isReady(market) { try subscriber.drain { … } }
///         if wakeup.timer { … }
///     }
///
/// Readiness is a level, not an edge: what was not drained is reported again by the next `wait()`.
///
/// It polls the descriptors that ZeroMQ gives for its sockets, and asks a socket for its state only where
/// that may have changed: where its descriptor tells so, or where it was used since it was asked last.
/// `zmq_poll` asks every socket twice, with a call of the kernel each. A turn allocates nothing.
public final class Reactor {
    /// A place in the poll set.
    public struct Slot: BitwiseCopyable, Sendable, Hashable {
        let index: Int
    }

    /// Why a wait ended, apart from the slots.
    public struct Wakeup: BitwiseCopyable, Sendable, Hashable {
        /// The moment given to `wake(at:)` has come.
        public let timer: Bool
        /// A signal has arrived; another one is told by the next wait.
        public let signal: Int32?
    }

    private var items: [pollfd]
    private var handles: [SocketHandle?]
    private var ready: [Bool]
    private let signals: SignalWatch?
    private var wakesAt = Int64.max

    /// A reactor; without `signals` it leaves them alone.
    public init(signals: consuming SignalWatch?) throws(BusError) {
        let descriptor: Int32
        switch signals {
        case .some(let watch): descriptor = watch.descriptor
        case .none: descriptor = -1
        }
        self.signals = signals
        items = [Self.item(descriptor)]
        handles = [nil]
        ready = [false]
    }

    /// Polls `socket` from now on. A closed socket drops out by itself.
    public func watch(_ socket: borrowing Socket) -> Slot { add(-1, socket.handle) }

    /// Polls the link's socket: for answers, and for its peer's return while requests wait.
    public func watch(_ link: RequestLink) -> Slot { watch(link.socket) }

    /// Polls a descriptor for input: an eventfd, a pipe, a terminal.
    public func watch(descriptor: Int32) -> Slot { add(descriptor, nil) }

    /// Takes a slot out of the poll set; it is used again by the next `watch`.
    public func forget(_ slot: Slot) {
        items[slot.index] = Self.item(-1)
        handles[slot.index] = nil
        ready[slot.index] = false
    }

    /// Ends a wait at `deadline` (monotonic nanoseconds) at the latest. One timer: the next call
    /// replaces it, `.max` cancels it, and having fired it is off.
    public func wake(at deadline: Int64) { wakesAt = deadline }

    /// Sleeps until something is ready.
    public func wait() throws(BusError) -> Wakeup {
        var isFound = try askUsed()
        while true {
            let count = sleep(upTo: isFound ? 0 : wakesAt)
            if count < 0, errno != EINTR { throw .lastSystem("ppoll", on: "\(items.count) descriptors") }
            if count > 0, try askTold() { isFound = true }
            let isDue = wakesAt != .max && MonotonicClock.now() >= wakesAt
            guard isFound || isDue else { continue }
            if isDue { wakesAt = .max }
            return Wakeup(timer: isDue, signal: ready[0] ? signal() : nil)
        }
    }

    /// Whether the last wait found something to do in the slot: input, an error, or for a link
    /// that its peer is back.
    public func isReady(_ slot: Slot) -> Bool { ready[slot.index] }

    /// Asks the sockets that were used since they were asked last: what a send or receive saw in passing
    /// their descriptors don't tell any more.
    private func askUsed() throws(BusError) -> Bool {
        var isFound = false
        for i in items.indices {
            ready[i] = false
            guard let handle = handles[i] else { continue }
            items[i].fd = handle.descriptor
            guard handle.wasUsed, handle.raw != nil, try handle.isReady() else { continue }
            ready[i] = true
            isFound = true
        }
        return isFound
    }

    /// Asks those whose descriptors tell something; answers whether there is anything to do.
    private func askTold() throws(BusError) -> Bool {
        var isFound = false
        for i in items.indices where items[i].revents != 0 {
            ready[i] = try handles[i].map { (handle) throws(BusError) in try handle.isReady() } ?? true
            if ready[i] { isFound = true }
        }
        return isFound
    }

    /// Polls until something is told or `moment` has come; a moment that is past does not wait.
    private func sleep(upTo moment: Int64) -> Int32 {
        let count = nfds_t(items.count)
        guard moment != .max else { return strata_poll(&items, count, nil) }
        let left = moment == 0 ? 0 : max(0, moment - MonotonicClock.now())
        var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
        return strata_poll(&items, count, &time)
    }

    private func signal() -> Int32? {
        switch signals {
        case .some(let watch): watch.next()
        case .none: nil
        }
    }

    private func add(_ descriptor: Int32, _ handle: SocketHandle?) -> Slot {
        handle?.wasUsed = true
        let free = items.indices.dropFirst().first { items[$0].fd < 0 && handles[$0] == nil }
        guard let free else {
            items.append(Self.item(descriptor))
            handles.append(handle)
            ready.append(false)
            return Slot(index: items.count - 1)
        }
        items[free] = Self.item(descriptor)
        handles[free] = handle
        return Slot(index: free)
    }

    private static func item(_ descriptor: Int32) -> pollfd {
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    }
}
