import Market
import Messages

extension HaltCommand {
    /// What a process asks of executor and risk manager, and they of themselves, when it can't keep what it
    /// must.
    public init(unableToKeep member: String) {
        self.init()
        code = .diskFull
        by = ShortLabel(clipping: member)
    }
}
