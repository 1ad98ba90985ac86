import Exchanges
import Glibc
import Market

/// Why something on the disk could not be used. Every case names the path and what to do.
public enum StorageError: Error, Equatable, Sendable {
    case cannotOpen(path: String, why: String)
    case cannotWrite(path: String, why: String)
    /// A recorded file whose layout is not understood.
    case refused(FeedError)
    /// The same, with the first of the lines that are to blame, and how many they are.
    case refusedLines([FeedError], count: Int)
    case noData(folder: String, symbol: String, expected: String)
    case busy(path: String)
    case database(path: String, code: Int32, message: String)
    case newerSchema(path: String, found: Int, known: Int)
    /// A row holds what this build does not understand.
    case badRow(path: String, table: String, why: String)
    /// A row is about a symbol that the instrument table has not.
    case unknownSymbol(path: String, table: String, symbol: String)
    case badCounter(path: String, found: String)
    /// A folder that a run would set aside holds what is not Strata's.
    case notOurs(folder: String, name: String)
}

extension StorageError: CustomStringConvertible {
    /// On one line, but for lines that are to blame: each of them has its own.
    public var description: String {
        if case .refusedLines = self { return ForeignText.harmless(text) }
        return ForeignText.line(text)
    }

    private var text: String {
        switch self {
        case .cannotOpen(let path, let why): "cannot open \(path): \(why)"
        case .cannotWrite(let path, let why):
            "cannot write \(path): \(why); check its folder's rights and space"
        case .refused(let error): "\(error); the file is not used"
        case .refusedLines(let errors, let count):
            errors.map(\.description).joined(separator: "\n")
                + "\n\(count) line\(count == 1 ? " is" : "s are") to blame; the file is not used"
        case .noData(let folder, let symbol, let expected):
            "no data of \(symbol) in \(folder); expected a file like \(expected)"
        case .busy(let path): "\(path) is in use by another process; stop it, or choose another state folder"
        case .database(let path, let code, let message): "\(path): SQLite error \(code): \(message)"
        case .newerSchema(let path, let found, let known):
            "\(path) has schema \(found), this build knows up to \(known); "
                + "use the newer build, or a new state folder"
        case .badRow(let path, let table, let why): "\(path), table \(table): \(why)"
        case .unknownSymbol(let path, let table, let symbol):
            "\(path), table \(table): \(symbol) is held and not traded any more; name it in STRATA_EXIT_ONLY "
                + "(`strata up` does) to manage it to its exit, or begin with a new state folder"
        case .badCounter(let path, let found): "\(path) holds \"\(found)\"; expected one whole number"
        case .notOurs(let folder, let name):
            "\(folder) holds \(name), which is not Strata's; name a new or an empty folder"
        }
    }
}

/// The text of the newest system error.
func systemError() -> String { String(cString: strerror(errno)) }
