/// Writes `strata.json` with every value that a run uses (`strata config`).
public enum SettingsWriter {
    /// The file's text; `SettingsLoader` reads it back to equal settings.
    public static func text(_ settings: Settings) -> String {
        var settings = settings
        var writer = KeyWriter()
        settings.visit(with: &writer)
        return writer.text + "\n"
    }
}
