import Glibc

/// A file that is open for reading, closed at the end of its life: also where the initialiser of its owner
/// throws, in which case Swift does not call the owner's `deinit`.
struct OpenFile: ~Copyable {
    let descriptor: Int32

    init(_ path: String) throws(JournalError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, why: systemError()) }
    }

    deinit { close(descriptor) }
}
