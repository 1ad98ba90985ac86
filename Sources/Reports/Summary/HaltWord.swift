import Messages
import Telemetry

/// Whether trading is halted, why and by whom, as the alerts about no pair have told: the same for the end's
/// summary and for what a journal is asked. What each process keeps is the `HaltNotice`.
public struct HaltWord: Sendable, Hashable {
    /// Who asked for it, or the process whose limit did; empty where that was not told.
    public let by: String
    /// Why.
    public let reason: Reason

    /// Who halts and why; `nil` for an alert that does not halt.
    package init?(_ alert: RiskAlert) {
        guard alert.halted else { return nil }
        (by, reason) = ("\(alert.by)", alert.reason)
    }

    /// Takes the next message: who halts first is told, until somebody takes the halt back.
    package static func take(_ message: Message, into word: inout HaltWord?) {
        switch message {
        case .riskAlert(let alert), .alert(let alert):
            // An alert about one pair or one signal says nothing of the system's halt.
            guard alert.symbol == .none, alert.signalID.isEmpty else { return }
            word = alert.halted ? word ?? HaltWord(alert) : nil
        default: break
        }
    }

    /// "TRADING IS HALTED by person: a person asked for it".
    public var text: String {
        "\(HaltNotice.beginning)\(by.isEmpty ? "" : " by \(by)"): \(reason.text)"
    }
}
