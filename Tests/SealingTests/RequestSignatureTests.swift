import Testing

@testable import Sealing

/// Signatures on requests to an exchange, by the exchange's own examples (V1 to V6) and by RFC 8032's first key.
@Suite struct RequestSignatureTests {
    private static let spot = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
    private static let futures = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9"
    private static let apiKey = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
    private static let order = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559"
    private static let pem = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """
    private static let ed25519Order =
        "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000"
    private static let ed25519Signature =
        "XtZirsmmi0noRzUfkqktvkVfxpkq/WtbLg2UOL3QGYdUBZVlqOBEMuEVw8zioY93N54NcKj9UuAXQEa9zgTDBg=="

    private static let rest: [(secret: String, query: String, body: String, signature: String)] = [
        (spot, "symbol=LTCBTC&" + order, "", "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"),
        (
            spot, "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&" + order, "",
            "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"
        ),
        (
            spot, "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC",
            "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
            "0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77"
        ),
        (
            futures,
            "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943",
            "", "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9"
        ),
        (pem, ed25519Order, "", ed25519Signature),
    ]

    private func signature(_ key: SigningKey, _ query: String, _ body: String = "") -> String {
        var text: [UInt8] = []
        key.appendSignature(ofQuery: query.utf8, body: body.utf8, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    @Test(arguments: rest.indices) func `a request's query and body are signed as the exchange shows it`(place: Int) throws {
        let row = Self.rest[place]
        let key = try SigningKey(row.secret)
        #expect(signature(key, row.query, row.body) == row.signature)
        let verifier = try key.verifier()
        #expect(verifier.verifies(row.signature.utf8, ofQuery: row.query.utf8, body: row.body.utf8))
        #expect(!verifier.verifies(row.signature.utf8, ofQuery: row.query.utf8, body: (row.body + "1").utf8))
        #expect(!verifier.verifies(row.signature.utf8.dropLast(), ofQuery: row.query.utf8, body: row.body.utf8))
        #expect(!verifier.verifies("".utf8, ofQuery: row.query.utf8, body: row.body.utf8))
        var other = Array(row.signature.utf8)
        other[5] = other[5] == UInt8(ascii: "3") ? UInt8(ascii: "4") : UInt8(ascii: "3")
        #expect(!verifier.verifies(other, ofQuery: row.query.utf8, body: row.body.utf8))
    }

    private static let socket: [(price: String, quantity: String, window: String, side: String, symbol: String, signature: String)] = [
        ("52000.00", "0.01000000", "100", "SELL", "BTCUSDT", "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"),
        ("0.10000000", "1.00000000", "5000", "BUY", "１２３４５６", "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd"),
    ]

    @Test(arguments: socket.indices) func `a WebSocket request's parameters are signed in the order of their names`(place: Int) throws {
        let row = Self.socket[place]
        var parameters = SignedParameters()
        parameters.add("type", "LIMIT")
        parameters.add("timestamp", "1645423376532")
        parameters.add("symbol", row.symbol)
        parameters.add("side", row.side)
        parameters.add("signature", "no part of it")
        parameters.add("recvWindow", row.window)
        parameters.add("quantity", row.quantity)
        parameters.add("price", row.price)
        parameters.add("timeInForce", "GTC")
        parameters.add("apiKey", Self.apiKey)
        let key = try SigningKey(Self.spot)
        #expect(String(decoding: key.signature(of: parameters), as: UTF8.self) == row.signature)
        #expect(try key.verifier().verifies(row.signature.utf8, of: parameters))
    }

    @Test func `digits of an HMAC may be large`() throws {
        let row = Self.rest[0]
        let verifier = try SigningKey(row.secret).verifier()
        #expect(verifier.verifies(row.signature.uppercased().utf8, ofQuery: row.query.utf8, body: "".utf8))
        #expect(!verifier.verifies(("g" + row.signature.dropFirst()).utf8, ofQuery: row.query.utf8, body: "".utf8))
    }

    @Test func `base64 is percent-encoded in a query`() throws {
        var text: [UInt8] = []
        try SigningKey(Self.pem).appendEncodedSignature(ofQuery: Self.ed25519Order.utf8, body: "".utf8, to: &text)
        let expected = Self.ed25519Signature.map { ["+": "%2B", "/": "%2F", "=": "%3D"][$0] ?? String($0) }.joined()
        #expect(String(decoding: text, as: UTF8.self) == expected)
    }

    @Test func `a secret longer than a block is hashed first, as FIPS 198-1 says`() throws {
        // RFC 4231, test case 6.
        let key = try #require(HMACKey([UInt8](repeating: 0xAA, count: 131)))
        var text: [UInt8] = []
        key.appendSignature(of: "Test Using Larger Than Block-Size Key ".utf8, "- Hash Key First".utf8, to: &text)
        #expect(
            String(decoding: text, as: UTF8.self)
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func `the public half verifies what the secret half signed`() throws {
        // RFC 8032's first public key, d75a9801…f707511a, as SubjectPublicKeyInfo.
        let verifier = try Ed25519Verifier(
            pem: """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                -----END PUBLIC KEY-----

                """)
        #expect(verifier.verifies(Self.ed25519Signature.utf8, of: Self.ed25519Order.utf8, "".utf8))
        #expect(!verifier.verifies(Self.ed25519Signature.utf8, of: Self.ed25519Order.utf8, "1".utf8))
    }

    // MARK: - Keys that are none

    @Test func `a key that can't be used says why, and nothing of itself`() throws {
        #expect(throws: SigningKeyError.empty) { try SigningKey("") }
        #expect(throws: SigningKeyError.unreadable) { try SigningKey("-----BEGIN PRIVATE KEY-----\nabc") }
        #expect(throws: SigningKeyError.unreadable) { try Ed25519Verifier(pem: "") }
        let broken = Self.pem.replacing("MC4C", with: "MC4D")
        #expect(throws: SigningKeyError.unreadable) { try SigningKey(broken) }
        #expect(throws: SigningKeyError.refused) { try Ed25519Verifier(bytes: [1, 2, 3]) }
    }

    @Test func `a key of another algorithm is named`() throws {
        // X25519's private key of RFC 7748, 6.1: of the same length, and no key to sign with.
        let other = "MC4CAQAwBQYDK2VuBCIEIHcHbQpzGKV9PBbBclGyZkXfTC+H68CZKrF38cNqCpKi"
        let error = #expect(throws: SigningKeyError.self) {
            try SigningKey("-----BEGIN PRIVATE KEY-----\n\(other)\n-----END PRIVATE KEY-----\n")
        }
        #expect(error == .otherAlgorithm("X25519"))
        #expect(error?.description.contains("dwdt") == false)
    }

    @Test func `a key under a password is refused, and nobody is asked for it`() {
        let text = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAi+qqI/LoIF6AICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBVc9ddp1m2eHAnm5c9PVsYEQDy3
            sfRe1xT80lVkjVGHFsvKKLCwQ82bDbVP3IuCSJIHv8pVTiOTjp9w3Tep/u2+l+Sw
            gcFIJDE2PIDio4fVqX4=
            -----END ENCRYPTED PRIVATE KEY-----

            """
        #expect(throws: SigningKeyError.unreadable) { try SigningKey(text) }
    }

    @Test func `no key prints what it holds`() throws {
        for secret in [Self.spot, Self.pem] {
            let key = try SigningKey(secret)
            var dumped = ""
            dump(key, to: &dumped)
            dump(try key.verifier(), to: &dumped)
            for text in [String(describing: key), String(reflecting: key), "\(try key.verifier())", dumped] {
                for part in ["NhqPt", "nWGx", "MC4C", "9d61b1"] { #expect(!text.contains(part)) }
            }
        }
    }
}
