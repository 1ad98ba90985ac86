import Files
import Market
import Messages
import Stages

/// Which candle of each pair a live feed handler told last, in a file of its run: started anew after a kill
/// it tells what closed since then, and nothing else is kept of a live market.
///
/// It is written after a candle was said. A kill between the two lets one be said twice, and who listens
/// takes a candle once.
struct ToldCandles {
    /// The file's name in the state folder.
    static let name = "feed-handler.told"

    /// Close times of a pair's candles.
    private struct Row: Equatable {
        /// The last of the history with which the run began, which was said to nobody.
        var begun = Timestamp.zero
        /// The newest that is known; zero before any is.
        var newest = Timestamp.zero
    }

    let path: String
    /// Why what lies there can't be read; `nil` where it can, or nothing is there.
    private(set) var problem: String?
    private var rows: [Row]
    /// Whether an earlier start of this run kept some.
    private(set) var isAny = false
    private var hasBegun = false
    private let run: UInt32
    private let names: [String]

    /// Reads what an earlier start of the same run left.
    init(in folder: String, run: UInt32, _ instruments: InstrumentTable) throws(HostError) {
        try FileBytes.makeFolder(folder)
        (path, self.run) = ("\(folder)/\(Self.name)", run)
        names = instruments.instruments.map(\.name)
        rows = [Row](repeating: Row(), count: names.count)
        guard FileBytes.exists(path) else { return }
        do {
            take(String(decoding: try FileBytes.read(path), as: UTF8.self))
        } catch {
            problem = "\(error): what closed while it was gone is told to nobody; remove what lies there"
        }
        hasBegun = isAny
    }

    /// Whether a candle closed after those that an earlier start knew.
    func isNew(_ kline: Kline) -> Bool {
        let newest = rows[kline.symbol.int].newest
        return newest > .zero && kline.closeTime > newest
    }

    /// Whether a candle is to be told by this start: it is new, or it is the one before that, which was said,
    /// and of which nobody knows whether it was heard.
    func isOwed(_ kline: Kline) -> Bool {
        let row = rows[kline.symbol.int]
        return isNew(kline) || kline.closeTime == row.newest && row.newest > row.begun
    }

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
            guard words.count == 3, let place = names.firstIndex(of: String(words[0])),
                let begun = Self.time(words[1]), let newest = Self.time(words[2])
            else { continue }
            rows[place] = Row(begun: begun, newest: newest)
        }
        isAny = rows.contains { $0.newest > .zero }
    }

    private static func time(_ text: Substring) -> Timestamp? {
        guard let milliseconds = Int64(text), (0...8_000_000_000_000).contains(milliseconds) else {
            return nil
        }
        return Timestamp(milliseconds: milliseconds)
    }

    /// Keeps which candles are known by now, by symbol; those of the first call are the history's.
    mutating func keep(_ told: [Timestamp]) throws(HostError) {
        var now = rows
        for place in now.indices {
            if !hasBegun { now[place].begun = told[place] }
            now[place].newest = max(now[place].newest, told[place])
        }
        hasBegun = true
        guard now != rows else { return }
        rows = now
        var text = "run \(run)\n"
        for (name, row) in zip(names, rows) {
            text += "\(name) \(row.begun.milliseconds) \(row.newest.milliseconds)\n"
        }
        try WholeFile.write(Array(text.utf8), to: path)
    }
}
