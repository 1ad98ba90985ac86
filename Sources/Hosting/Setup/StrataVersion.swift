import Journals
import Telemetry

/// Which Strata this is.
public enum StrataVersion {
    /// Raised with what a person can use; before 1.0 anything may still change.
    public static let number = "0.2.0"

    /// What `--version` prints: the version, and the build's own id. Saved state is read by the same build
    /// alone, and audits need it.
    public static func text(of program: String) -> String {
        let id = String(BuildID.current, radix: 16)
        let kind = isDebug ? "debug" : "release"
        return "\(program) \(number) (\(kind) build \(String(repeating: "0", count: 16 - id.count))\(id))"
    }

    private static var isDebug: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }
}
