import Bus
import Hosting

extension Supervisor {
    /// The folder in which this program and its siblings lie.
    public static func programFolder() -> String { ProgramSet.folder() }

    /// Whether standard output is a terminal on which the screen can be drawn: not "dumb", NO_COLOR unset.
    public static func canDraw() -> Bool { Terminal.canDraw(1) }

    /// The private folder of the sockets where none is named.
    public static func standardRunDirectory() -> String { RunDirectory.standardPath() }
}
