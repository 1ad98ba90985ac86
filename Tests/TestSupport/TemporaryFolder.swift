import Foundation

/// A folder of its own for one test, removed with it. Whoever holds it in a local variable removes it in a
/// `defer`: it would be gone after its last use.
public final class TemporaryFolder {
    /// Its path, short enough for the sockets in it.
    public let path: String

    /// A new folder that only this user can read; ends the test's process where /tmp takes none.
    public init() {
        var template = Array("/tmp/strata-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            fatalError("no folder can be made in /tmp: \(String(cString: strerror(errno)))")
        }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit { remove() }

    /// Removes it and what is in it, once or again.
    public func remove() { try? FileManager.default.removeItem(atPath: path) }
}
