/// What bytes are written into, from the first to the last.
protocol ByteWriter {
    /// Takes the next bytes.
    func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError)
    /// Ends it: all is on the disk then.
    func finish() throws(StorageError)
}

extension GzipWriter: ByteWriter {}
