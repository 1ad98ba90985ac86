import Bus
import Configuration
import Foundation
@testable import Hosting
import Market
import Messages
import Testing
import Wire

/// What a test with a program on the other side of the wire stands on: a run directory, a Python, and
/// one deadline instead of sleeps. A test keeps its sockets in its own scope, so that they close
/// before this does.
final class PeerBench {
    let context: Context
    let directory: RunDirectory
    let instruments = Settings.standard.instruments
    /// No wait takes so long unless something is broken.
    let deadline = MonotonicClock.now() + 60_000_000_000

    private let scratch: Scratch
    private let keys: HandKeys

    /// The Python that has pyzmq and msgpack: STRATA_PYTHON, or the one that deploy/setup.sh --python makes.
    static let python: String? = {
        if let named = ProcessInfo.processInfo.environment["STRATA_PYTHON"], !named.isEmpty { return named }
        let ours = DeployTests.root + "/.venv/bin/python"
        return DeployTests.exists(ours) ? ours : nil
    }()

    init() throws {
        scratch = try Scratch()
        directory = try RunDirectory(path: scratch.path)
        context = try Context()
        keys = try HandKeys(in: scratch.path)
    }

    deinit { scratch.remove() }

    /// The header that every frame of the run has.
    var header: Header {
        var header = Header()
        header.run = 7
        header.source = "feed-handler.0"
        header.epoch = 1
        header.configuration = 11
        header.instruments = UInt64(Int64.max)
        return header
    }

    /// The executables of this build lie beside the tests.
    static func executable(_ name: String) -> String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().appending(path: name).path
    }

    /// A program of the repository, started, with its output in a pipe.
    func start(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws -> Process {
        let places = ["STRATA_RUN_DIR": directory.path, "STRATA_STATE_DIR": directory.path + "/state"]
        let own = keys.environment.merging(places) { $1 }
        let process = prepare(program, own.merging(environment) { $1 })
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: DeployTests.root)
        process.standardOutput = Pipe()
        process.standardError = FileHandle.standardError
        try startWithSignals(process)
        return process
    }

    func python(_ script: String, _ arguments: String...) throws -> Process {
        try start(#require(Self.python), [DeployTests.root + "/" + script] + arguments)
    }

    /// What a process has written, read to its end.
    func output(of process: Process) throws -> String {
        let pipe = try #require(process.standardOutput as? Pipe)
        let text = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }

    func publisher(_ name: String) throws -> Socket {
        let socket = try Socket(.xpub, in: context)
        try socket.bind(directory.endpoint(name))
        return socket
    }

    /// The test as the feed handler.
    func feed() throws -> PlayedPublisher {
        PlayedPublisher(try publisher("feed-handler.0.pub"), instruments, header)
    }

    func subscriber(to name: String) throws -> Socket {
        let socket = try Socket(.sub, in: context)
        try socket.subscribe(prefix: [])
        try socket.connect(directory.endpoint(name))
        return socket
    }

    /// Waits until so many subscriptions have come.
    func awaitJoins(_ count: Int, on publisher: PlayedPublisher) throws {
        try awaitJoins(count, on: publisher.publishing.socket)
    }

    func awaitJoins(_ count: Int, on socket: borrowing Socket) throws {
        var joins = 0
        while joins < count {
            try #require(try socket.waitForInput(until: deadline), "nobody subscribed")
            try socket.drain { if $0.subscription?.isJoin == true { joins += 1 } }
        }
    }

    /// Takes messages until `isEnough` says so.
    func receive(on socket: borrowing Socket, _ isEnough: (Frames) -> Bool) throws {
        var enough = false
        while !enough {
            try #require(try socket.waitForInput(until: deadline), "nothing was said")
            _ = try socket.receive { enough = isEnough($0) }
        }
    }
}
