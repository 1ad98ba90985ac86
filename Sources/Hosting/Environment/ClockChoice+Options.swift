import Configuration
import Exchanges
import Market
import Network
import Stages

extension ClockChoice {
    /// Reads it from the option of a command; a simulator is asked how fast its clock goes.
    public init(option: String?, _ feed: FeedChoice) throws(HostError) {
        switch option ?? "wall" {
        case "wall": self = .wall
        case "venue":
            guard let base = feed.onThisMachine else {
                throw .usage(
                    "--clock venue takes the time of an exchange's simulator on this machine: give it with "
                        + "--feed binance --base-url, as in http://127.0.0.1:8180")
            }
            self = .venue(speed: try Self.speed(of: base))
        case let other: throw .usage("--clock is \(ForeignText.quoted(other)); expected wall or venue")
        }
    }

    private static func speed(of base: BaseURL) throws(HostError) -> Double {
        let response: HTTPResponse
        do { response = try SingleRequest.send(HTTPRequest(.get, "/sim/status"), to: base) } catch {
            throw .failed("--clock venue: \(error); start exchange-sim first, or look at --base-url")
        }
        guard response.status == 200,
            let json = try? JSONDocument.parse(SourceFile(name: "status", bytes: response.body)),
            case .object(let members) = json,
            case .text(let text)? = members.first(where: { $0.key == "speed" })?.value,
            let speed = Double(text), (0...highestSpeed).contains(speed)
        else {
            throw .failed(
                "--clock venue: \(base.text) doesn't tell how fast its clock goes: expected an exchange-sim")
        }
        return speed
    }
}
