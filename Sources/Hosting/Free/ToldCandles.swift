import Files
import Glibc
import Market
import Stages
import Storage

/// Which candle of each pair a live feed handler told last, in a file of its run: started anew after a kill
/// it tells what closed since then, and nothing else is kept of a live market.
///
/// It is written after a candle was said. A kill between the two lets one be said twice, and who listens
/// takes a candle once.
struct ToldCandles {
    /// The file's name in the state folder.
    static let name = "feed-handler.told"

    let path: String
    /// Close times by symbol; zero where this run has told none.
    private(set) var times: [Timestamp]
    /// Why what lies there can't be read; `nil` where it can, or nothing is there.
    private(set) var problem: String?
    private let run: UInt32
    private let names: [String]

    /// Reads what an earlier start of the same run left.
    init(in folder: String, run: UInt32, _ instruments: InstrumentTable) throws(HostError) {
        try FileBytes.makeFolder(folder)
        (path, self.run) = ("\(folder)/\(Self.name)", run)
        names = instruments.instruments.map(\.name)
        times = [Timestamp](repeating: .zero, count: names.count)
        guard FileBytes.exists(path) else { return }
        take(String(decoding: try FileBytes.read(path), as: UTF8.self))
    }

    /// Whether an earlier start of the run told any.
    var isAny: Bool { times.contains { $0 > .zero } }

    private mutating func take(_ text: String) {
        let lines = text.split(separator: "\n")
        guard let head = lines.first?.split(separator: " "), head.count == 2, head[0] == "run",
            let number = UInt32(head[1])
        else {
            problem = "\(path) does not begin with \"run\" and its number"
            return
        }
        guard number == run else { return }
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            guard words.count == 2, let place = names.firstIndex(of: String(words[0])),
                let milliseconds = Int64(words[1]), (0...8_000_000_000_000).contains(milliseconds)
            else { continue }
            times[place] = Timestamp(milliseconds: milliseconds)
        }
    }

    /// Keeps what was told by now; nothing where that is what it was.
    mutating func keep(_ told: [Timestamp]) throws(HostError) {
        guard told != times else { return }
        times = told
        var text = "run \(run)\n"
        for (name, time) in zip(names, told) where time > .zero { text += "\(name) \(time.milliseconds)\n" }
        try write(Array(text.utf8))
    }

    /// The file gets its name when it is whole.
    private func write(_ bytes: [UInt8]) throws(HostError) {
        let fresh = path + ".new"
        let file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: fresh, why: String(cString: strerror(errno))) }
        let failure = bytes.withUnsafeBytes { FullWrite.write($0, to: file) }
        close(file)
        guard failure == 0 else { throw .cannotWrite(path: fresh, why: String(cString: strerror(failure))) }
        guard rename(fresh, path) == 0 else {
            throw .cannotWrite(path: path, why: String(cString: strerror(errno)))
        }
    }
}
