/// A place where bytes from outside come in.
protocol Border {
    static var name: String { get }
    /// The folder of its corpus.
    static var corpus: String { get }

    /// - Parameter folder: for files of its own, nobody else's.
    init(folder: String) throws

    /// Feeds bytes to the reader, and says in a few words what came of them: a value, or which typed error.
    /// Anything else (a crash, a hang, memory that is kept) is what the fuzzer looks for.
    mutating func feed(_ bytes: [UInt8]) -> String
}

extension Border {
    static var corpus: String { name }
}
