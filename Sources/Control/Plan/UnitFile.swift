/// One file of a supervisor's settings, by its path below the folder that a person names.
public struct UnitFile: Sendable, Hashable {
    public let path: String
    public let text: String

    init(_ path: String, _ text: String) { (self.path, self.text) = (path, text) }
}
