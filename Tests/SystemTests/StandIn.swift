import Testing

/// What a stand-in said of itself when it started.
struct StandIn {
    var name: String
    var pid: Int32
    var hasKeys: Bool
    var umask: String
    var core: String
    var run: String
    var folder: String

    init(line: String) throws {
        let fields = line.split(separator: " ").map(String.init)
        try #require(fields.count == 7, "\(line)")
        name = fields[0]
        pid = try #require(Int32(fields[1]))
        hasKeys = fields[2] == "yes"
        umask = fields[3]
        core = fields[4]
        run = fields[5]
        folder = fields[6]
    }
}
