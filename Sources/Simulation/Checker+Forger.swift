import Messages

/// What became of forged requests.
extension Checker {
    /// One was refused at the edge.
    func forged(_ attempt: Forger.Attempt, isCounted: Bool) {
        counts.forgeries += 1
        expect(isCounted, "a forged \(attempt.kind) (\(attempt.trick)) was refused and not counted")
    }

    /// One reached a stage, which may refuse it as forged and do nothing else.
    func forged(_ attempt: Forger.Attempt, _ reply: Message, isCounted: Bool) {
        guard case .submitAnswer(let answer) = reply, !answer.accepted, answer.reason.code == .approvalForged
        else { return fail("a forged \(attempt.kind) (\(attempt.trick)) was answered by \(reply)") }
        forged(attempt, isCounted: isCounted)
    }
}
