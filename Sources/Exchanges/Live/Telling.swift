
/// What a person is told: what could not be used, by number with the first of it, and what happened.
package struct Telling: Sendable {
    private static let waitingLimit = 20
    private static let noticeLimit = 1000

    /// All of it so far.
    package private(set) var complaints = FeedComplaints()
    private var waiting: [String] = []
    private var unsaid = 0
    private var notices: [String] = []
    private var lostNotices = 0

    /// Nothing so far.
    package init() {}

    /// Something that came could not be used: it is counted, and the first are told.
    package mutating func complain(_ why: @autoclosure () -> String) {
        complaints.count += 1
        complaints.skipped += 1
        guard waiting.count < Self.waitingLimit else {
            unsaid += 1
            return
        }
        let line = why()
        waiting.append(line)
        if complaints.lines.count < Self.waitingLimit { complaints.lines.append(line) }
    }

    /// Hands over what could not be used since the last call; what was not put in words, too.
    package mutating func takeComplaints(_ take: (String) -> Void) {
        guard !waiting.isEmpty else { return }
        for line in waiting { take(line) }
        for _ in 0..<unsaid { take("got more that can't be used") }
        waiting.removeAll(keepingCapacity: true)
        unsaid = 0
    }

    /// Something happened.
    package mutating func note(_ what: String) {
        guard notices.count < Self.noticeLimit else {
            lostNotices += 1
            return
        }
        notices.append(what)
    }

    /// Hands over what happened since the last call.
    package mutating func takeNotices() -> [String] {
        defer {
            notices.removeAll()
            lostNotices = 0
        }
        return lostNotices == 0 ? notices : notices + ["and \(lostNotices) more that nobody took"]
    }
}
