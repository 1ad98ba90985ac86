import Foundation
import Synchronization

/// What a process writes on standard error, taken by the test itself: it is told even where the process can
/// write no file.
final class ProcessLog: Sendable {
    private let bytes = Mutex(Data())

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    /// A pipe for one start of the process.
    func pipe() -> Pipe {
        let pipe = Pipe()
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let found = handle.availableData
            guard !found.isEmpty else { return handle.readabilityHandler = nil }
            self.bytes.withLock { $0.append(found) }
        }
        return pipe
    }
}
