import Foundation

/// How a command ended, and what it wrote to both its outputs.
struct Outcome {
    var status: Int32
    var output: String
}

/// A process not yet started; a program without a leading slash is the repository's.
func prepare(_ program: String, _ environment: [String: String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program.hasPrefix("/") ? program : "\(DeployTests.root)/\(program)")
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
}

/// Starts a process that can be stopped by a signal: the worker threads that tests run on block them all,
/// and a child inherits that. One that still runs ten minutes later is killed: who waits for its end fails then,
/// and doesn't stand still for ever.
func startWithSignals(_ process: Process) throws {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    DispatchQueue.global().asyncAfter(deadline: .now() + 600) {
        guard process.isRunning else { return }
        let name = process.executableURL?.lastPathComponent ?? ""
        print("\(name) \((process.arguments ?? []).joined(separator: " ")) ran for ten minutes and is killed")
        kill(process.processIdentifier, SIGKILL)
    }
}

/// Runs a command to its end.
func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    in folder: String = DeployTests.root
) throws -> Outcome {
    let process = prepare(program, environment)
    let pipe = Pipe()
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardOutput = pipe
    process.standardError = pipe
    try startWithSignals(process)
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
}

/// Runs a command to its end.
func run(
    _ program: String, _ arguments: String..., environment: [String: String] = [:],
    in folder: String = DeployTests.root
) throws -> Outcome {
    try run(program, arguments, environment: environment, in: folder)
}

/// Waits until an outside fact holds, polling it; false when the deadline passes first.
func eventually(seconds: Double, _ holds: () throws -> Bool) rethrows -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
        if try holds() { return true }
        usleep(20_000)
    }
    return false
}
