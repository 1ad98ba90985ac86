/// A text that stays where it is for a C library.
final class CString {
    let place: UnsafePointer<CChar>
    private let room: UnsafeMutableBufferPointer<CChar>

    init(_ text: String) {
        let bytes = text.utf8CString
        room = .allocate(capacity: bytes.count)
        _ = room.initialize(from: bytes)
        place = UnsafePointer(room.baseAddress ?? .allocate(capacity: 1))
    }

    deinit { room.deallocate() }
}
