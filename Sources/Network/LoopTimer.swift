import CWebSockets

/// A timer in an event loop. It must be closed, and lives until the loop has run once more.
final class LoopTimer {
    private let raw: UnsafeMutablePointer<uv_timer_t>
    private let action: () -> Void
    private var isClosed = false

    init(_ loop: EventLoop, _ action: @escaping () -> Void) {
        raw = .allocate(capacity: 1)
        self.action = action
        uv_timer_init(loop.raw, raw)
        raw.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { close() }

    /// Fires once, so many milliseconds from now; a call replaces the one before.
    func start(milliseconds: Int) {
        guard !isClosed else { return }
        uv_update_time(raw.pointee.loop)
        uv_timer_start(
            raw,
            { timer in
                guard let data = timer?.pointee.data else { return }
                let own = Unmanaged<LoopTimer>.fromOpaque(data).takeUnretainedValue()
                withExtendedLifetime(own) { own.action() }
            }, UInt64(max(0, milliseconds)), 0)
    }

    func stop() { if !isClosed { uv_timer_stop(raw) } }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        uv_timer_stop(raw)
        raw.pointee.data = nil
        UnsafeMutableRawPointer(raw).withMemoryRebound(to: uv_handle_t.self, capacity: 1) { handle in
            uv_close(handle) { $0?.withMemoryRebound(to: uv_timer_t.self, capacity: 1) { $0.deallocate() } }
        }
    }
}
