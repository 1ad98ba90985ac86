import Glibc
import TestSupport
import Testing

@testable import Bus

/// What a test of sockets stands on: a private folder, a context, and deadlines instead of sleeps.
/// A test keeps its sockets in its own scope, so that they close before this does.
final class Bench {
    let context: Context
    private let folder = TemporaryFolder()
    let directory: RunDirectory
    /// No wait in these tests takes so long unless something is broken.
    let deadline = MonotonicClock.deadline(milliseconds: 20_000)

    init() throws {
        directory = try RunDirectory(path: folder.path)
        context = try Context()
    }

    static func names(in path: String) throws -> [String] {
        let folder = try #require(opendir(path))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }

    /// Waits for a message and copies it.
    func next(_ socket: borrowing Socket) throws -> Received {
        var received: Received?
        try #require(try socket.waitForInput(until: deadline), "nothing came in time")
        _ = try socket.receive { received = Received($0) }
        return try #require(received)
    }

    /// A bound XPUB and a SUB that is known to have joined.
    func join(_ prefix: String = "") throws -> (publisher: Holder, subscriber: Holder) {
        let endpoint = try directory.endpoint("feed.pub")
        let publisher = try Holder(.xpub, in: context)
        let subscriber = try Holder(.sub, in: context)
        try publisher.socket.bind(endpoint)
        try subscriber.socket.connect(endpoint)
        try subscriber.socket.subscribe(prefix: Array(prefix.utf8))
        let event = try next(publisher.socket)
        try #require(event.topic == [1] + Array(prefix.utf8))
        return (publisher, subscriber)
    }
}

/// A socket that can stand in a tuple.
final class Holder {
    let socket: Socket
    init(_ kind: SocketKind, in context: Context, options: SocketOptions? = nil) throws {
        socket = try Socket(kind, in: context, options: options)
    }
}

/// A copy of a message.
struct Received: Equatable {
    var topic: [UInt8]
    var payload: [UInt8]
    var count: Int
    var tooLargeBytes = 0

    init(_ frames: Frames) {
        topic = Array(frames.topic)
        payload = Array(frames.payload)
        count = frames.count
        tooLargeBytes = frames.tooLargeBytes
    }

    init(_ topic: String, _ payload: [UInt8], count: Int = 2) {
        self.topic = Array(topic.utf8)
        self.payload = payload
        self.count = count
    }
}

extension [UInt8] {
    init(_ text: String) { self = Array(text.utf8) }
    var text: String { String(decoding: self, as: UTF8.self) }
}
