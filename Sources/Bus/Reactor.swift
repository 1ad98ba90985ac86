import CLinux
import CZeroMQ
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
/// A turn allocates nothing (with more than 16 watched things ZeroMQ allocates its own list).
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

    private var items: [zmq_pollitem_t]
    private var handles: [SocketHandle?]
    private let timer: Int32
    private let signals: SignalWatch?
    /// The moment asked for, and the one that the timer is set to: never later.
    private var wakesAt = Int64.max
    private var armedAt = Int64.max

    /// A reactor; without `signals` it leaves them alone.
    public init(signals: consuming SignalWatch?) throws(BusError) {
        timer = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC))
        let signalDescriptor: Int32
        switch signals {
        case .some(let watch): signalDescriptor = watch.descriptor
        case .none: signalDescriptor = -1
        }
        self.signals = signals
        items = [Self.item(descriptor: timer), Self.item(descriptor: signalDescriptor)]
        handles = [nil, nil]
        guard timer >= 0 else { throw .lastSystem("timerfd_create", on: "the reactor") }
    }

    deinit { if timer >= 0 { Glibc.close(timer) } }

    /// Polls `socket` from now on. A closed socket drops out by itself.
    public func watch(_ socket: borrowing Socket) -> Slot { add(Self.item(descriptor: -1), socket.handle) }

    /// Polls the link's socket: for answers, and for its peer's return while requests wait.
    public func watch(_ link: RequestLink) -> Slot { watch(link.socket) }

    /// Polls a descriptor for input: an eventfd, a pipe, a terminal.
    public func watch(descriptor: Int32) -> Slot { add(Self.item(descriptor: descriptor), nil) }

    /// Takes a slot out of the poll set; it is used again by the next `watch`.
    public func forget(_ slot: Slot) {
        items[slot.index] = Self.item(descriptor: -1)
        handles[slot.index] = nil
    }

    /// Ends a wait at `deadline` (monotonic nanoseconds) at the latest. One timer: the next call
    /// replaces it, `.max` cancels it, and having fired it is off.
    public func wake(at deadline: Int64) {
        wakesAt = deadline
        // Deadlines move on with every request: a timer that comes too early is set anew when it does,
        // which spares a call of the kernel each time.
        if deadline < armedAt { arm(deadline) }
    }

    private func arm(_ deadline: Int64) {
        armedAt = deadline
        // Zero would disarm it: a moment long past is 1.
        let moment = max(1, deadline)
        var time = itimerspec()
        time.it_value = timespec(tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000))
        timerfd_settime(timer, Int32(TFD_TIMER_ABSTIME), &time, nil)
    }

    /// Sleeps until something is ready.
    public func wait() throws(BusError) -> Wakeup {
        prepare()
        while true {
            let ready = zmq_poll(&items, Int32(items.count), -1)
            if ready < 0 {
                if zmq_errno() == EINTR { continue }
                throw .lastZeroMQ("zmq_poll", on: "\(items.count) sockets")
            }
            let isDue = items[0].revents != 0 && timerFired()
            if ready == 1, items[0].revents != 0, !isDue { continue }
            return Wakeup(timer: isDue, signal: items[1].revents != 0 ? signal() : nil)
        }
    }

    /// Whether the last wait found something to do in the slot: input, an error, or for a link
    /// that its peer is back.
    public func isReady(_ slot: Slot) -> Bool { items[slot.index].revents != 0 }

    private func prepare() {
        for i in 2..<items.count {
            guard let handle = handles[i] else { continue }
            items[i].socket = handle.raw
            items[i].events = Int16(handle.wantsToSend ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN)
        }
    }

    /// Whether the moment asked for has come, and not only the one that the timer was set to.
    private func timerFired() -> Bool {
        var expirations: UInt64 = 0
        guard read(timer, &expirations, 8) == 8 else { return false }
        let isDue = wakesAt <= armedAt
        armedAt = .max
        if isDue { wakesAt = .max } else if wakesAt != .max { arm(wakesAt) }
        return isDue
    }

    private func signal() -> Int32? {
        switch signals {
        case .some(let watch): watch.next()
        case .none: nil
        }
    }

    private func add(_ item: zmq_pollitem_t, _ handle: SocketHandle?) -> Slot {
        let free = items.indices.dropFirst(2).first { items[$0].fd < 0 && handles[$0] == nil }
        guard let free else {
            items.append(item)
            handles.append(handle)
            return Slot(index: items.count - 1)
        }
        items[free] = item
        handles[free] = handle
        return Slot(index: free)
    }

    private static func item(descriptor: Int32) -> zmq_pollitem_t {
        zmq_pollitem_t(socket: nil, fd: descriptor, events: Int16(ZMQ_POLLIN), revents: 0)
    }
}
