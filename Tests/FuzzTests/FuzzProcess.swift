import Foundation
import TestSupport

/// A process that fuzzes: this test program once more, which runs `FuzzWorker` alone.
enum FuzzProcess {
    /// Says in the process's environment which border it is to run.
    private static let variable = "STRATA_FUZZ_BORDER"
    /// The border that this process is to run; `nil` in the one that began it.
    static let border = ProcessInfo.processInfo.environment[variable]

    static var borders: [any Border.Type] {
        [
            FrameBorder.self, LineBorder.self, DataFileBorder.self, RecordingBorder.self,
            ConfigurationBorder.self, DatabaseBorder.self, JournalBorder.self, StateBorder.self, OutputJournalBorder.self,
            BinanceFeedBorder.self, OKXFeedBorder.self, BinanceAccountBorder.self,
            CanaryBorder.self,
        ]
    }

    /// Runs it to its end; answers whether that was a good one, and what it printed.
    static func run(_ border: String) async -> (isGood: Bool, output: String) {
        await onOwnThread(nice: 19) {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(filePath: CommandLine.arguments[0])
            process.arguments = ["--testing-library", "swift-testing", "--filter", "FuzzWorker"]
            process.environment = ProcessInfo.processInfo.environment.merging([variable: border]) { $1 }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = pipe
            process.standardError = pipe
            do {
                try process.run()
                let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
                process.waitUntilExit()
                return (process.terminationStatus == 0, String(decoding: output, as: UTF8.self))
            } catch {
                return (false, "\(error)")
            }
        }
    }
}
