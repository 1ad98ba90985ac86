import Exchanges
import Glibc
import Market

/// A budget that all processes of this user on this machine share: one page of a file that each maps, under
/// the file's lock, which the kernel takes from a process that dies.
///
/// What one process spent, and how long the exchange wants to be left in peace, holds for the next one, too:
/// a restart begins with what is left, and not with a storm.
public final class SharedBudget {
    /// What the file begins with: a file of another layout is begun anew.
    private static let mark: UInt64 = 0x5354_5241_4255_4431
    private static let size = 4096

    private struct Page {
        var mark: UInt64
        var budget: RequestBudget
    }

    /// The file.
    public let path: String
    private let fresh: RequestBudget
    private var descriptor: Int32 = -1
    private var page: UnsafeMutablePointer<Page>?

    /// Opens the file, or makes it with a budget of nothing spent.
    ///
    /// - Parameters:
    ///   - folder: this user's alone; made where it is missing.
    ///   - name: of the file: it must tell apart what is counted apart, and hold no secret.
    ///   - fresh: the windows, and their limits until the exchange tells others.
    public init(in folder: String, _ name: String, _ fresh: RequestBudget) throws(BudgetError) {
        (path, self.fresh) = ("\(folder)/\(name)", fresh)
        try Self.own(folder)
        try open()
    }

    deinit { close() }

    /// Changes the budget, while nobody else does.
    ///
    /// - Throws: `BudgetError` where the file is gone and can't be made anew; nothing is counted then.
    public func change<Result>(_ body: (inout RequestBudget) -> Result) throws(BudgetError) -> Result {
        try lock()
        defer { flock(descriptor, LOCK_UN) }
        // A file that was deleted or cut is another one, or none.
        if !isWhole {
            flock(descriptor, LOCK_UN)
            close()
            try open()
            try lock()
        }
        guard let page else { throw .system(path, call: "mmap", code: 0) }
        if page.pointee.mark != Self.mark || !page.pointee.budget.isSound(like: fresh) {
            page.pointee = Page(mark: Self.mark, budget: fresh)
        }
        return body(&page.pointee.budget)
    }

    private func open() throws(BudgetError) {
        descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            throw errno == ELOOP ? .foreign(path) : .system(path, call: "open", code: errno)
        }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw .system(path, call: "fstat", code: errno) }
        guard info.st_mode & S_IFMT == S_IFREG, info.st_uid == geteuid(), info.st_mode & 0o077 == 0 else {
            throw .foreign(path)
        }
        if info.st_size < Self.size, ftruncate(descriptor, off_t(Self.size)) != 0 {
            throw .system(path, call: "ftruncate", code: errno)
        }
        let place = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let place, place != MAP_FAILED else { throw .system(path, call: "mmap", code: errno) }
        page = place.bindMemory(to: Page.self, capacity: 1)
    }

    private func close() {
        if let page { munmap(page, Self.size) }
        if descriptor >= 0 { Glibc.close(descriptor) }
        (page, descriptor) = (nil, -1)
    }

    private func lock() throws(BudgetError) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .system(path, call: "flock", code: errno) }
        }
    }

    private var isWhole: Bool {
        var info = stat()
        return fstat(descriptor, &info) == 0 && info.st_nlink > 0 && info.st_size >= Self.size
    }

    /// Makes the folder, and holds that nobody else writes there.
    private static func own(_ folder: String) throws(BudgetError) {
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw .system(folder, call: "mkdir", code: errno) }
        var info = stat()
        guard lstat(folder, &info) == 0 else { throw .system(folder, call: "lstat", code: errno) }
        guard info.st_mode & S_IFMT == S_IFDIR else { throw .noFolder(folder) }
        guard info.st_uid == geteuid(), info.st_mode & 0o077 == 0 else {
            throw .foreign(folder)
        }
    }
}
