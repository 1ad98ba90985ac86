import Files
import Market
import Stages

/// Which account a state folder's books are of: they are no other's.
public enum AccountMark {
    private static let name = "executor.account"

    /// Whether a folder holds the books of an account at the exchange.
    public static func isThere(in folder: String) -> Bool { FileBytes.exists("\(folder)/\(name)") }

    /// Marks books that begin now; of others it looks whose they are.
    ///
    /// - Throws: `HostError.configuration` where they are another account's, or paper's.
    static func check(_ key: AccountKey, _ folder: String, areNew: Bool) throws(HostError) {
        let path = "\(folder)/\(name)"
        guard isThere(in: folder) else {
            guard areNew else { throw refusal(folder, "are of no account, but of orders on paper", key) }
            return try WholeFile.write(Array("\(key.label)\n".utf8), to: path)
        }
        let marked = String(decoding: try FileBytes.read(path), as: UTF8.self)
        guard marked.split(whereSeparator: \.isNewline).first.map(String.init) == key.label else {
            throw refusal(folder, "are of the account \(ForeignText.shown(String(marked.prefix(8))))", key)
        }
    }

    private static func refusal(_ folder: String, _ whose: String, _ key: AccountKey) -> HostError {
        .configuration(
            "the books in \(ForeignText.shown(folder)) \(whose), and the key is of \(key): take that "
                + "account's key, or another folder with --state")
    }
}
