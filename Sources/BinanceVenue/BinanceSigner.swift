import Exchanges
import Market
import Sealing

/// The key to an account, which adds to requests what they need of it. It stands in the shell, and its
/// secret is written down nowhere.
public final class BinanceSigner: RequestSigner {
    private let name: String
    private let key: SigningKey
    /// The addresses of its HTTP APIs and of its sockets to which it may go.
    private let bases: [String]
    private let sockets: String?

    /// - Parameters:
    ///   - name: the key's own name, which the exchange is told.
    ///   - network: where the key's account is: a key to real money goes to no host that is not on the list,
    ///     whatever the addresses say.
    ///   - addresses: where it may go: nothing is signed for any other host.
    public init(
        _ name: String, _ key: SigningKey, of network: BinanceSite.Network,
        for addresses: BinanceVenueAddresses
    ) {
        (self.name, self.key) = (name, key)
        bases = ([addresses.rest] + (addresses.keys.map { [$0] } ?? [])).filter(network.sendsKeys)
        sockets = network.sendsKeys(to: addresses.sockets) ? addresses.sockets : nil
    }

    /// The request with its key, and signed where it is to be.
    public func signed(_ request: HTTPRequest, to base: String) -> HTTPRequest? {
        guard bases.contains(base) else { return nil }
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
        guard let sockets, base == sockets || base + ":443" == sockets else { return nil }
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
