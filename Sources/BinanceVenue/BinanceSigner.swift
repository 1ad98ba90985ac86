import Exchanges
import Market
import Sealing

/// The key to an account, which adds to requests what they need of it. It stands in the shell, and its
/// secret is written down nowhere.
public final class BinanceSigner: RequestSigner {
    private let name: String
    private let key: SigningKey
    private let addresses: BinanceVenueAddresses

    /// - Parameters:
    ///   - name: the key's own name, which the exchange is told.
    ///   - addresses: where it may go: nothing is signed for any other host.
    public init(_ name: String, _ key: SigningKey, for addresses: BinanceVenueAddresses) {
        (self.name, self.key, self.addresses) = (name, key, addresses)
    }

    /// The request with its key, and signed where it is to be.
    public func signed(_ request: HTTPRequest, to base: String) -> HTTPRequest? {
        guard base == addresses.rest else { return nil }
        var request = request
        request.headers.append(HTTPHeader("X-MBX-APIKEY", name))
        guard request.security == .signed else { return request }
        let parts = request.target.split(separator: "?", maxSplits: 1)
        let query = parts.count == 2 ? parts[1] : ""
        var signature: [UInt8] = []
        key.appendEncodedSignature(ofQuery: query.utf8, body: request.body, to: &signature)
        let join = parts.count == 2 ? "&" : "?"
        request.target += join + "signature=" + String(decoding: signature, as: UTF8.self)
        return request
    }

    /// The text of a message, signed.
    public func signed(_ message: SignedMessage, to base: String) -> String? {
        guard base == addresses.sockets || base + ":443" == addresses.sockets else { return nil }
        var parameters = SignedParameters()
        parameters.add("apiKey", name)
        var members = ["\"apiKey\":\(ForeignText.json(name))"]
        for one in message.parameters {
            parameters.add(one.name.utf8, one.value.utf8)
            members.append("\"\(one.name)\":\(one.isNumber ? one.value : ForeignText.json(one.value))")
        }
        let signature = String(decoding: key.signature(of: parameters), as: UTF8.self)
        members.append("\"signature\":\"\(signature)\"")
        let list = members.joined(separator: ",")
        return "{\"id\":\(message.id),\"method\":\"\(message.method)\",\"params\":{\(list)}}"
    }
}

extension BinanceSigner: CustomStringConvertible, CustomReflectable {
    public var description: String { "the key to an account" }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
