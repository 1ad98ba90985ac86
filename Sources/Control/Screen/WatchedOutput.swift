import Files
import Glibc

/// Text for whoever watches, which never holds up the one who writes it: a reader that is slow misses some,
/// and one that is gone is no reason to stop.
final class WatchedOutput {
    private var descriptor: Int32
    private let isSocket: Bool
    private let isOwn: Bool
    private var pending: ArraySlice<UInt8> = []
    /// Why nobody can read any more, once that is so.
    private(set) var failure: String?
    /// Texts that a slow reader missed.
    private(set) var missed = 0

    /// Writes to a descriptor of the process. A pipe or terminal is opened anew, not to wait: that setting
    /// belongs to all who have the old one, a shell too.
    init(_ given: Int32) {
        var info = stat()
        let isThere = fstat(given, &info) == 0
        let kind = isThere ? PathKind(info) : .nothing
        isSocket = kind == .socket
        let isStream = kind == .pipe || kind == .device
        let flags = O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        let opened = isStream ? open("/proc/self/fd/\(given)", flags) : -1
        isOwn = opened >= 0
        descriptor = isOwn ? opened : given
        if !isThere || (isStream && !isOwn && errno == ENXIO) { fail(isThere ? EPIPE : EBADF) }
    }

    deinit { if isOwn { close(descriptor) } }

    /// Whether nobody can read any more.
    var isGone: Bool { failure != nil }

    /// Writes a text, all of it or nothing: it is left out where the one before is not through yet.
    func write(_ text: String) {
        guard !isGone else { return }
        push()
        guard pending.isEmpty else {
            missed += 1
            return
        }
        pending = Array(text.utf8)[...]
        push()
    }

    /// Gives what is left some time to get through.
    func finish(milliseconds: Int32 = 1000) {
        push()
        guard !pending.isEmpty, !isGone else { return }
        var item = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if poll(&item, 1, milliseconds) > 0 { push() }
    }

    private func push() {
        while !pending.isEmpty, !isGone {
            let count = pending.withUnsafeBytes { bytes in
                isSocket
                    ? send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
                    : Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if count >= 0 {
                pending = pending.dropFirst(count)
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                fail(errno)
            }
        }
    }

    private func fail(_ number: Int32) {
        pending = []
        // A file on a full disk takes the next text, perhaps.
        guard number != ENOSPC, number != EDQUOT else { return }
        failure = String(cString: strerror(number))
    }
}
