/// Words that may not stand in some modules, with what to write instead.
struct Ban {
    let words: Pattern
    /// A line that breaks the rule: the test of the rule itself.
    let example: String
    let instead: String

    /// What pure modules do without (docs/architecture.md: a functional core in an imperative shell).
    static var impurities: [Ban] {
        [
            Ban(words: #"import Foundation"#, example: "import Foundation", instead: "import Glibc for maths; the rest belongs to a host"),
            Ban(words: #"\bprint\("#, example: "print(x)", instead: "publish a message; hosts make its text"),
            Ban(words: #"\bDate\("#, example: "let now = Date()", instead: "Envelope.time: time comes in the message"),
            Ban(
                words: #"\b(?:clock_gettime|gettimeofday|ContinuousClock|SuspendingClock)\b"#,
                example: "clock_gettime(CLOCK_REALTIME, &t)", instead: "Envelope.time: time comes in the message"),
            Ban(
                words: #"\.random\(|\.shuffled\(|\.randomElement\(|SystemRandomNumberGenerator|\barc4random"#,
                example: "let x = Int.random(in: 0...1)", instead: "nothing random: derive it from ids or settings"),
            Ban(
                words: #"\b(?:getenv|ProcessInfo|CommandLine)\b"#, example: "getenv(\"HOME\")",
                instead: "Settings, handed over by the host"),
            Ban(
                words: #"\b(?:fopen|FileManager|FileHandle)\b"#, example: "fopen(path, mode)",
                instead: "bytes read by Hosting or Storage"),
            Ban(
                words: #"\b(?:Thread|DispatchQueue|pthread_\w+|Mutex|Atomic)\b|\bTask\s*\{|\basync\b|\bawait\b"#,
                example: "Task { await x() }", instead: "effects: the host decides what runs where"),
            Ban(
                words: #"\.hashValue\b|\bHasher\(\)"#, example: "let h = text.hashValue",
                instead: "a stable hash (FNV-1a): Hasher differs from run to run"),
            Ban(
                words: #"\bDictionary<|\bSet<|\[[A-Z]\w*: [A-Z][\w.?]*\](?:\(|\s*=|\s*\{|$)"#,
                example: "var open: [String: Order] = empty",
                instead: "an array by SymbolID.int: a dictionary's order differs from run to run, and it is slow"),
        ]
    }

    /// What no source file holds.
    static var everywhere: [Ban] {
        [
            Ban(words: #"\btry!"#, example: "try! load()", instead: "a typed error"),
            Ban(words: #"\bas!"#, example: "x as! Y", instead: "a switch, or `as?` with a guard"),
            Ban(
                words: #"[A-Za-z0-9_)\]>]!(?=[\s.,)\]:;?\[(]|$)"#, example: "let x = y!.z",
                instead: "guard let, or an invariant with a text"),
            Ban(words: #"\bfatalError\(\)"#, example: "fatalError()", instead: "a text that says what can't be"),
            Ban(words: #"@unchecked Sendable"#, example: "final class X: @unchecked Sendable", instead: "a value type"),
        ]
    }
}
