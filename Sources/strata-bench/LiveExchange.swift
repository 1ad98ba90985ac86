import Exchanges
import Glibc
import Hosting
import Network
import Stages

/// An exchange's simulator in a process of its own, with a market made up from a number.
struct LiveExchange {
    let base: BaseURL
    private let process: Child

    /// CPU time of all its threads so far, ns.
    var cpu: Int64 { ProcessMemory.cpu(of: process.pid) }

    /// - Parameters:
    ///   - speed: the market's seconds to one of the machine; at 0 it stands until `advance`.
    ///   - words: what else it is told.
    init(_ market: String = "spot", speed: Int, _ words: [String] = []) throws(HostError) {
        let given = ["--market", market, "--synthetic", "7", "--speed", "\(speed)", "--listen", "127.0.0.1:0"]
        process = try Child("\(Child.programFolder)/exchange-sim", given + words, reading: .out)
        var said: [UInt8] = []
        while !said.contains(UInt8(ascii: "\n")) {
            let piece = process.read()
            guard !piece.isEmpty else { throw .failed("exchange-sim ended before it was ready") }
            said += piece
        }
        let words = String(decoding: said, as: UTF8.self).split { " \n".contains($0) }
        guard let address = words.first(where: { $0.hasPrefix("http://") }) else {
            throw .failed("exchange-sim did not say where it is: \(words)")
        }
        do { base = try BaseURL(String(address)) } catch { throw .failed("\(error)") }
    }

    /// The port of its address.
    var port: UInt16? { base.text.split(separator: ":").last.flatMap { UInt16($0) } }

    /// Where its streams of three pairs are, best quotes, trades, book and candles.
    var streams: String {
        let names = ["btcusdt", "ethusdt", "solusdt"].flatMap { pair in
            ["bookTicker", "aggTrade", "depth@100ms", "kline_1m"].map { "\(pair)@\($0)" }
        }
        return "ws\(base.text.dropFirst(4))/stream?streams=\(names.joined(separator: "/"))"
    }

    /// Lets a market that stands go on; all that happens in that time is sent as fast as it is taken.
    func advance(milliseconds: Int) throws(HostError) {
        do {
            let answer = try SingleRequest.send(
                HTTPRequest(.post, "/sim/advance?ms=\(milliseconds)"), to: base, milliseconds: 60_000)
            guard answer.status == 200 else { throw HostError.failed("/sim/advance: \(answer.status)") }
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    func stop() {
        process.stop()
        process.wait()
    }
}
