import CSQLite
import Glibc

/// One SQLite file, used by one thread of one process: WAL, every commit on the disk before it returns
/// (synchronous FULL), readable by its owner alone.
public final class Database {
    /// How long another reader's lock is waited for, ms.
    private static let patience: Int32 = 500

    /// Path of the file.
    public let path: String
    private let handle: OpaquePointer

    public init(_ path: String) throws(StorageError) {
        try Self.create(path)
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw .cannotOpen(path: path, why: String(cString: sqlite3_errstr(code)))
        }
        self.path = path
        self.handle = handle
        sqlite3_busy_timeout(handle, Self.patience)
        try execute("PRAGMA journal_mode = WAL")
        try execute("PRAGMA synchronous = FULL")
    }

    deinit { sqlite3_close_v2(handle) }

    /// SQLite makes a file by the umask, and its companions like the file: a new one is made here, for
    /// its owner. An old one is not opened: closing it would give up this process's locks on it.
    private static func create(_ path: String) throws(StorageError) {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 || errno == EEXIST else { throw .cannotOpen(path: path, why: systemError()) }
        if file >= 0 { Glibc.close(file) }
    }

    /// Runs statements that give no rows.
    public func execute(_ sql: String) throws(StorageError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// A statement that is run many times.
    public func prepare(_ sql: String) throws(StorageError) -> Statement {
        var statement: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        try check(sqlite3_prepare_v3(handle, sql, -1, flags, &statement, nil))
        guard let statement else {
            throw .database(path: path, code: SQLITE_MISUSE, message: "empty statement")
        }
        return Statement(statement, of: self)
    }

    func check(_ code: Int32) throws(StorageError) {
        switch code {
        case SQLITE_OK, SQLITE_ROW, SQLITE_DONE: return
        case SQLITE_BUSY, SQLITE_LOCKED: throw .busy(path: path)
        default: throw .database(path: path, code: code, message: String(cString: sqlite3_errmsg(handle)))
        }
    }
}
