import Glibc

/// Copies a file of recorded data, plain or packed by gzip, to the last byte of it.
public enum Repacking {
    /// Bytes that are copied at once.
    private static let chunk = 1 << 18

    /// Copies what a file holds, unpacked where it is packed by gzip or zip, into a new file.
    ///
    /// The new file has its name only when it is whole.
    /// - Parameter packs: whether the new file is packed by gzip.
    /// - Returns: how many bytes it holds, unpacked.
    public static func copy(_ path: String, to target: String, packs: Bool) throws(StorageError) -> Int64 {
        let file = try UnpackedFile(path)
        let part = target + ".part"
        do throws(StorageError) {
            try write(file, path, to: part, packs: packs)
            guard rename(part, target) == 0 else { throw .cannotWrite(path: target, why: systemError()) }
        } catch {
            unlink(part)
            throw error
        }
        return file.count
    }

    private static func write(
        _ file: UnpackedFile, _ path: String, to part: String, packs: Bool
    ) throws(StorageError) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 16)
        defer { memory.deallocate() }
        let writer: any ByteWriter = packs ? try GzipWriter(part) : try PlainWriter(part)
        while true {
            let count: Int
            do throws(UnpackedFile.Failure) { count = try file.read(into: memory) } catch {
                switch error {
                case .broken(let byte, let why):
                    throw .cannotOpen(path: path, why: "it breaks at byte \(byte) (\(why)); fetch it again")
                case .tooLarge(let why): throw .cannotOpen(path: path, why: why)
                }
            }
            if count == 0 { return try writer.finish() }
            try writer.write(UnsafeRawBufferPointer(rebasing: memory[..<count]))
        }
    }
}
