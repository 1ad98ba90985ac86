import Bus

/// The sniffer's SUB socket, connected to every publisher there is and to those that come later.
final class SniffLine {
    let socket: Socket
    private let context: Context
    private let directory: RunDirectory
    private var connected: Set<String> = []

    /// Subscribes to the prefixes (all topics without one) and connects.
    init(_ directory: RunDirectory, prefixes: [String]) throws(BusError) {
        self.directory = directory
        context = try Context()
        socket = try Socket(.sub, in: context)
        for prefix in prefixes.isEmpty ? [""] : prefixes { try socket.subscribe(prefix: Array(prefix.utf8)) }
        try join()
    }

    /// Connects to whom it is not connected yet; a name that is no endpoint is left alone. A folder that came
    /// only now must be this user's, as one that was there.
    func join() throws(BusError) {
        _ = try RunDirectory(asking: directory.path)
        for name in RunPublishers.names(in: directory) where !connected.contains(name) {
            connected.insert(name)
            try socket.connect(directory.endpoint(name))
        }
    }
}
