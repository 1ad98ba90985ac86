import Hosting
import Market
import Stages
import Storage

/// The recorded messages of a pair, in memory.
struct FeedRecording {
    let kind: MarketKind
    private(set) var messages: [[UInt8]] = []
    private(set) var snapshot: [UInt8] = []

    init(_ kind: MarketKind) throws(HostError) {
        self.kind = kind
        do throws(StorageError) {
            let folder = kind == .spot ? "spot" : "um"
            let reader = try LineReader("samples/recordings/\(folder)/BTCUSDT.jsonl.gz")
            while let line = reader.next() {
                guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
                let body = Array(line[(space + 1)...])
                if body.starts(with: Array("{\"lastUpdateId".utf8)) {
                    snapshot = body
                } else {
                    messages.append(body)
                }
            }
        } catch { throw .data("\(error)") }
    }
}
