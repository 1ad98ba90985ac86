import Foundation

/// The recorded seconds of OKX's BTC-USDT (Tests/Fixtures/recordings).
public enum OKXRecording {
    /// The lines, each as a time and a message.
    public static let lines: [[UInt8]] = {
        let tool = Process()
        let output = Pipe()
        tool.executableURL = URL(fileURLWithPath: "/bin/gzip")
        tool.arguments = ["-dc", "Tests/Fixtures/recordings/okx/BTC-USDT.txt.gz"]
        tool.standardOutput = output
        do { try tool.run() } catch { return [] }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        tool.waitUntilExit()
        return data.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }()

    /// The messages alone, as the exchange wrote them.
    public static var messages: [[UInt8]] {
        lines.map { line in Array(line.drop { $0 != UInt8(ascii: " ") }.dropFirst()) }
    }
}
