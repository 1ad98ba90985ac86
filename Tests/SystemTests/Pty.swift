import Foundation
import TestSupport
import Testing

/// A terminal that a test holds the other end of.
final class Pty {
    let screen: FileHandle
    private let master: Int32
    private let slave: Int32
    private(set) var grid: TerminalGrid
    private(set) var text = ""

    init(rows: Int, columns: Int) throws {
        // posix_openpt and its kin are not in Swift's headers: TIOCSPTLCK and TIOCGPTN do what they do.
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (lock, number): (Int32, Int32) = (0, 0)
        try #require(master >= 0 && ioctl(master, 0x4004_5431, &lock) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
        slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(slave >= 0)
        screen = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        grid = TerminalGrid(rows: rows, columns: columns)
        resize(rows: rows, columns: columns)
    }

    deinit {
        close(slave)
        close(master)
    }

    /// The window is made larger or smaller.
    func resize(rows: Int, columns: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        read()
        grid.resize(rows: rows, columns: columns)
        text = ""
    }

    /// Takes what has been written.
    func read() {
        var chunk = [UInt8](repeating: 0, count: 65536)
        var item = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        while poll(&item, 1, 0) > 0, item.revents & Int16(POLLIN) != 0 {
            let count = Foundation.read(master, &chunk, chunk.count)
            guard count > 0 else { return }
            let part = String(decoding: chunk[..<count], as: UTF8.self)
            text += part
            grid.take(part)
        }
    }

    /// Reads until something holds of the screen; false when the deadline passes first.
    func wait(seconds: Double, until holds: (TerminalGrid) -> Bool) -> Bool {
        eventually(seconds: seconds) {
            read()
            return holds(grid)
        }
    }
}
