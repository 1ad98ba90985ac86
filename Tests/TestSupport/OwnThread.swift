import Foundation

/// Runs what counts or blocks for long on a thread of its own, with a low priority, and waits for it without
/// holding a thread of the tests' pool: that has as many as there are cores, and other tests wait on them with
/// deadlines. (An exit test of Swift Testing 6.3 holds one, too, until its process has ended.)
public func onOwnThread<T: Sendable>(nice: Int32 = 10, _ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            // On Linux of this thread alone; what it starts inherits it.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, nice)
            continuation.resume(returning: body())
        }
    }
}
