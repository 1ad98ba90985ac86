import Files

/// One line of a terminal that is written over, with whole lines above it; elsewhere whole lines alone.
public final class MovingLine {
    private let descriptor: Int32
    private let moves: Bool
    private var isShown = false

    /// - Parameter descriptor: where it stands; one that is no terminal gets no line that moves.
    public init(on descriptor: Int32 = 2) {
        self.descriptor = descriptor
        moves = Terminal.canDraw(descriptor)
    }

    /// Writes the line anew, cut to the terminal's width.
    public func draw(_ text: String) {
        guard moves else { return }
        // The last column stays free: some terminals go to the next line when it is filled.
        let width = max(1, Terminal.size(of: descriptor).columns - 1)
        TextOutput.write("\r\u{1B}[K" + DisplayText.clipped(text, to: width), to: descriptor)
        isShown = true
    }

    /// Takes the line away, for what is written next.
    public func clear() {
        guard isShown else { return }
        TextOutput.write("\r\u{1B}[K", to: descriptor)
        isShown = false
    }
}
