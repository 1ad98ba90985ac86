import Configuration
import Messages
import Wire

/// Frames of the bus: the first byte says the kind that the topic announces, the rest is the map.
struct FrameBorder: Border {
    static let name = "frame"
    private let kinds = MessageKind.allCases
    private let decoder = FrameDecoder(Settings.standard.instruments)

    init(folder: String) {}

    mutating func feed(_ bytes: [UInt8]) -> String {
        guard let first = bytes.first else { return "nothing" }
        let kind = kinds[Int(first) % kinds.count]
        return bytes.withUnsafeBytes { all in
            let map = UnsafeRawBufferPointer(rebasing: all.dropFirst())
            do throws(WireError) {
                _ = try decoder.decode(kind, map)
                return "a \(kind)"
            } catch {
                let bare = (try? decoder.decode(bare: kind, map)) == nil ? "" : ", good without header"
                return "\(caseName(error)) in \(kind)\(bare)"
            }
        }
    }
}
