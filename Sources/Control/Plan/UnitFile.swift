/// One file of a supervisor's settings, by its path below the folder that a person names.
public struct UnitFile: Sendable, Hashable {
    /// Relative, as in "strata.service"; folders are made where they are missing.
    public let path: String
    /// All of the file.
    public let text: String

    init(_ path: String, _ text: String) { (self.path, self.text) = (path, text) }
}
