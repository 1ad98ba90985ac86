import Market
import Messages

/// Lets each resume count once: one that was given before the last halt or resume that came in here, or
/// before the process started, is refused, and so is one from the future.
struct ResumeWatch {
    /// Wall time for which a person's command is good.
    static let validity = TimeSpan.seconds(10)

    /// Wall time after which a resume must have been given.
    private var since: Timestamp

    init(since: Timestamp) { self.since = since }

    /// Why a resume does not count; `nil` where it does.
    func refusal(of command: HaltCommand, at now: Timestamp) -> Reason? {
        guard command.asked > since, command.asked <= now + Self.validity else {
            return .late(.replayed, at: command.asked, until: since)
        }
        return Reason.lateness(of: command.asked + Self.validity, at: now)
    }

    /// A resume counted, or a halt came in.
    mutating func note(_ moment: Timestamp) { since = max(since, moment) }
}
