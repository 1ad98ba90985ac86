import CZip
import Glibc

/// The one CSV in a zip archive, as Binance's dumps have it.
///
/// A class, since it owns an open archive; used by one thread.
final class ZipEntry {
    private static let entryLimit: Int64 = 1000

    private let archive: OpaquePointer
    private let file: OpaquePointer
    /// Size that the archive states, bytes.
    private let stated: UInt64
    private var count: UInt64 = 0

    /// Takes the descriptor over. Several CSVs, none, or one behind a password are errors.
    init(_ path: String, _ descriptor: Int32) throws(StorageError) {
        var code: Int32 = 0
        guard let archive = zip_fdopen(descriptor, 0, &code) else {
            close(descriptor)
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw .cannotOpen(path: path, why: "\(Self.text(zip_error_strerror(&error))); fetch it again")
        }
        do throws(StorageError) {
            let found = try Self.find(in: archive, path)
            guard let file = zip_fopen_index(archive, found.index, 0) else {
                let why = Self.text(zip_strerror(archive))
                throw .cannotOpen(path: path, why: "\(why); pack it as zip programs do, or unpack it")
            }
            self.file = file
            stated = found.size
            self.archive = archive
        } catch {
            zip_discard(archive)
            throw error
        }
    }

    deinit {
        zip_fclose(file)
        zip_discard(archive)
    }

    /// Fills memory as far as there are bytes; answers how many, 0 at the end.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(UnpackedFile.Failure) -> Int {
        let got = zip_fread(file, memory.baseAddress, UInt64(memory.count))
        guard got >= 0 else {
            throw .broken(atByte: Int64(count), why: Self.text(zip_file_strerror(file)))
        }
        count += UInt64(got)
        guard count <= stated, got > 0 || count == stated else {
            throw .broken(atByte: Int64(count), why: "it states a size of \(stated) bytes, and has another")
        }
        return Int(got)
    }

    private static func find(
        in archive: OpaquePointer, _ path: String
    ) throws(StorageError) -> (index: UInt64, size: UInt64) {
        let count = zip_get_num_entries(archive, 0)
        guard count <= entryLimit else {
            throw .cannotOpen(path: path, why: "it holds \(count) entries; expected one CSV: unpack it")
        }
        var found: [zip_stat_t] = []
        for index in 0..<max(0, count) {
            var entry = zip_stat_t()
            zip_stat_init(&entry)
            guard zip_stat_index(archive, UInt64(index), 0, &entry) == 0 else { continue }
            if isData(text(entry.name)) { found.append(entry) }
        }
        guard let entry = found.first, found.count == 1 else {
            throw .cannotOpen(
                path: path, why: "it holds \(found.count) CSVs; expected one, not packed again: unpack it")
        }
        guard entry.encryption_method == UInt16(ZIP_EM_NONE) else {
            throw .cannotOpen(path: path, why: "its CSV is encrypted; expected a plain one: unpack it")
        }
        if let other = otherPair(in: text(entry.name), of: path) {
            throw .cannotOpen(
                path: path, why: "its CSV is \(other), of another pair; expected one of the pair in its name")
        }
        return (entry.index, entry.size)
    }

    /// The CSV's name, where it and the archive's begin with two pairs, as the exchange's dumps do.
    private static func otherPair(in entry: String, of path: String) -> String? {
        let names = [entry, path].map { $0.split(separator: "/").last ?? "" }
        let pairs = names.map { $0.prefix { $0 != "-" } }
        let areDumps = zip(names, pairs).allSatisfy { name, pair in
            pair.count > 4 && pair.count < name.count && pair.allSatisfy { $0.isUppercase || $0.isNumber }
        }
        return areDumps && pairs[0] != pairs[1] ? String(names[0]) : nil
    }

    /// A CSV that a person put there: not what a Mac leaves beside it.
    private static func isData(_ name: String) -> Bool {
        let last = name.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return last.lowercased().hasSuffix(".csv") && !last.hasPrefix(".") && !name.hasPrefix("__MACOSX/")
    }

    private static func text(_ bytes: UnsafePointer<CChar>?) -> String {
        bytes.map { String(cString: $0) } ?? "it is damaged"
    }
}
