import Market
import Messages

/// Asks executor and risk manager to halt, for a process that can't keep what it must.
package final class HaltCall {
    private let runDirectory: String
    private let by: String
    private let peers: [ProcessRank]
    private var missing: [ProcessRank] = []

    /// - Parameters:
    ///   - member: the name of who calls, and its rank: it does not ask itself.
    ///   - runDirectory: where the two are found.
    package init(by member: String, _ rank: ProcessRank, runDirectory: String) {
        self.runDirectory = runDirectory
        by = member
        peers = [.executor, .riskManager].filter { $0 != rank }
    }

    /// Asks those who have not said yet that they did; the first time both. True once both did.
    package func make(isFirst: Bool) -> Bool {
        if isFirst { missing = peers }
        guard let client = try? QueryClient(runDirectory: runDirectory) else { return false }
        let command = Message.halt(HaltCommand(unableToKeep: by))
        missing.removeAll { rank in (try? client.tell(command, to: rank)) != nil }
        return missing.isEmpty
    }
}
