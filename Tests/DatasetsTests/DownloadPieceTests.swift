import BinanceFeed
import Market
import Testing

@testable import Datasets

struct DownloadPieceTests {
    private static func time(_ text: String) throws -> Timestamp { try Timestamp(parsing: text) }

    private static func stems(_ kind: HistoryKind, _ from: String, _ to: String) throws -> [String] {
        DownloadPiece.all("BTCUSDT", kind, .um, from: try time(from), to: try time(to)).map(\.stem)
    }

    @Test func `whole months and days are called as the exchange calls them, parts by their times`() throws {
        #expect(
            try Self.stems(.candles(.m1), "2024-12-01", "2025-03-01") == [
                "BTCUSDT-1m-2024-12", "BTCUSDT-1m-2025-01", "BTCUSDT-1m-2025-02",
            ])
        #expect(
            try Self.stems(.candles(.h1), "2025-05-04T15:36", "2025-06-02T00:00") == [
                "BTCUSDT-1h-2025-05-04T1536_2025-06-01", "BTCUSDT-1h-2025-06-01_2025-06-02",
            ])
        #expect(
            try Self.stems(.trades, "2024-02-28", "2024-03-01T00:00:30") == [
                "BTCUSDT-aggTrades-2024-02-28", "BTCUSDT-aggTrades-2024-02-29",
                "BTCUSDT-aggTrades-2024-03-01_2024-03-01T000030",
            ])
        #expect(try Self.stems(.funding, "2025-01-01", "2025-01-01").isEmpty)
    }

    /// Nothing lies between two pieces, or in both.
    @Test func `the pieces are the whole, and their names tell their times`() throws {
        var chance = SplitMix64(seed: 11)
        for _ in 0..<200 {
            let from = Timestamp(milliseconds: Int64.random(in: 1_500_000_000...1_800_000_000, using: &chance) * 1000)
            let to = from + .seconds(Int64.random(in: 1...20_000_000, using: &chance))
            for kind in [HistoryKind.candles(.m5), .funding, .trades] {
                let pieces = DownloadPiece.all("ETHUSDT", kind, .spot, from: from, to: to)
                #expect(pieces.first?.rows.from == from && pieces.last?.rows.to == to)
                #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.rows.to == $1.rows.from })
                for piece in pieces {
                    let times = DownloadPiece.times(of: piece.stem + ".csv.gz", "ETHUSDT", kind)
                    #expect(times?.0 == piece.rows.from && times?.1 == piece.rows.to, "\(piece.stem)")
                }
            }
        }
        for other in ["BTCUSDT-1m-2025-05.csv.gz", "ETHUSDT-1m-.csv", "ETHUSDT-1m-2025-13.csv", "ETHUSDT-1m-x_y.csv", "ETHUSDT-1m"] {
            #expect(DownloadPiece.times(of: other, "ETHUSDT", .candles(.m1)) == nil, "\(other)")
        }
    }

    @Test func `what is there is left out, and the rest is as it was`() throws {
        let day = try Self.time("2025-05-01")
        let piece = try #require(DownloadPiece.all("BTCUSDT", .candles(.m1), .um, from: day, to: day + .days(31)).first)
        func left(_ covered: (Int64, Int64)...) -> [String] {
            piece.without(covered.map { (day + .days($0.0), day + .days($0.1)) }).map(\.label)
        }
        #expect(left() == ["2025-05"] && left((-9, 0), (31, 40)) == ["2025-05"])
        #expect(left((0, 27)) == ["2025-05-28_2025-06-01"])
        #expect(left((3, 5), (4, 6), (20, 40)) == ["2025-05-01_2025-05-04", "2025-05-07_2025-05-21"])
        #expect(left((-5, 40)).isEmpty && left((0, 10), (10, 31)).isEmpty)
    }
}
