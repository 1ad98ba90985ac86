import Foundation
import Messages
import Stages
import TestSupport
import Testing

@testable import Hosting

@Suite struct AccountKeyTests {
    private let folder = TemporaryFolder()
    private static let name = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
    private static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
    private static let pem = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """
    private var file: String { "\(folder.path)/env.sh" }

    private func write(_ text: String, _ name: String = "env.sh", mode: Int = 0o600) {
        _ = FileManager.default.createFile(
            atPath: "\(folder.path)/\(name)", contents: Data(text.utf8), attributes: [.posixPermissions: mode])
    }

    private func find(_ mode: TradingMode = .testnet, _ environment: [String: String] = [:]) throws -> AccountKey {
        let all = ["STRATA_KEYS_FILE": file].merging(environment) { $1 }
        return try AccountKey.find(mode) { all[$0] }
    }

    private func refusal(_ mode: TradingMode = .testnet, _ environment: [String: String] = [:]) -> String {
        do {
            _ = try find(mode, environment)
            return "it was found"
        } catch { return "\(error)" }
    }

    @Test func `a key comes from the environment, else from the file, each mode's by its own names`() throws {
        write("# mine\nexport BINANCE_TESTNET_API_KEY=\"file\" # the testnet's\n  BINANCE_TESTNET_API_SECRET='s e'\r\nBINANCE_API_KEY=\n")
        #expect(try find().name == "file")
        let told = ["BINANCE_TESTNET_API_KEY": "told", "BINANCE_TESTNET_API_SECRET": "s"]
        #expect(try find(.testnet, told).name == "told")
        #expect(refusal(.live, told).contains("BINANCE_API_KEY is not in the environment, and \(file) does not set it"))
        #expect(refusal(.live, ["BINANCE_API_KEY": "k"]).contains("BINANCE_API_SECRET is not"))
    }

    @Test func `a key of the other network does not serve, and is named`() {
        let real = ["BINANCE_API_KEY": "real", "BINANCE_API_SECRET": "s"]
        let trial = ["BINANCE_TESTNET_API_KEY": "trial", "BINANCE_TESTNET_API_SECRET": "s"]
        #expect(refusal(.testnet, real).contains("BINANCE_TESTNET_API_KEY is not in the environment"))
        #expect(refusal(.testnet, real).contains("BINANCE_API_KEY is set, and is for real money: it goes to the exchange itself"))
        #expect(refusal(.live, trial).contains("BINANCE_TESTNET_API_KEY is set, and is for the testnet"))
        let both = real.merging(trial) { $1 }
        #expect(refusal(.testnet, both) == "it was found" && refusal(.live, both) == "it was found")
        for mode in [TradingMode.testnet, .live] {
            let same = refusal(mode, both.merging(["BINANCE_TESTNET_API_KEY": "real"]) { $1 })
            #expect(same.contains("BINANCE_TESTNET_API_KEY") && same.contains("BINANCE_API_KEY") && same.contains("the same key"))
        }
    }

    @Test func `what is missing is told with its variable and the file`() {
        let text = refusal()
        #expect(text.contains("Credenciales no encontradas"))
        #expect(text.contains("BINANCE_TESTNET_API_KEY") && text.contains(file) && text.contains(".env.example.sh"))
    }

    @Test(arguments: [
        ("export A B", "line 1 is no assignment"), ("BINANCE_TESTNET_API_KEY=\"hush", "begins a quotation"),
        ("BINANCE_TESTNET_API_KEY=$(hush)", "no shell reads it"), ("X=`hush`", "no shell reads it"),
        ("X=\"a\" hush", "something after its value"), ("X=a; hush", "something after its value"), ("\u{0}", "is no assignment"),
    ])
    func `a line that needs a shell is refused, and what it holds is not told`(text: String, why: String) {
        write(text)
        let told = refusal()
        #expect(told.contains(why) && told.contains("line 1") && !told.contains("hush"), "\(told)")
    }

    @Test func `a file that others can read, a link and a folder are refused`() throws {
        write("BINANCE_TESTNET_API_KEY=k", mode: 0o640)
        #expect(refusal().contains("mode 0640; expected 0600"))
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "/etc/passwd")
        #expect(refusal().contains("it is a link"))
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        #expect(refusal().contains("no plain file"))
    }

    @Test func `a secret that names a file of PEM is that key`() throws {
        write(Self.pem, "mine.pem")
        func names(_ name: String) -> [String: String] {
            ["BINANCE_TESTNET_API_KEY": "k", "BINANCE_TESTNET_API_SECRET": "\(folder.path)/\(name)"]
        }
        let key = try find(.testnet, names("mine.pem"))
        let query = "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000"
        var signature: [UInt8] = []
        key.secret.appendSignature(ofQuery: query.utf8, body: EmptyCollection(), to: &signature)
        // Vector V7 of the exchange's facts.
        #expect(String(decoding: signature, as: UTF8.self) == "XtZirsmmi0noRzUfkqktvkVfxpkq/WtbLg2UOL3QGYdUBZVlqOBEMuEVw8zioY93N54NcKj9UuAXQEa9zgTDBg==")
        #expect(refusal(.testnet, names("other.pem")).contains("other.pem"))
        write(Self.pem, "mine.key")
        #expect(try find(.testnet, names("mine.key")).label == key.label)
        write(Self.pem, "open.pem", mode: 0o644)
        #expect(refusal(.testnet, names("open.pem")).contains("mode 0644"))
    }

    @Test(arguments: ["a.secret", "hush.hush/hush=", "~hush"])
    func `what could be a secret is none's path, and is not told`(secret: String) throws {
        let environment = ["BINANCE_TESTNET_API_KEY": "k", "BINANCE_TESTNET_API_SECRET": secret]
        #expect(try find(.testnet, environment).label.count == 32)
    }

    @Test func `a mark of the byte order before the first line is none of it`() throws {
        write("\u{FEFF}export BINANCE_TESTNET_API_KEY=\"k\"\r\nexport BINANCE_TESTNET_API_SECRET=\"s\"\r\n")
        #expect(try find(.testnet).label.count == 32)
    }

    @Test func `a key shows nothing of itself`() throws {
        let key = try find(.testnet, ["BINANCE_TESTNET_API_KEY": Self.name, "BINANCE_TESTNET_API_SECRET": Self.secret])
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), key.label, dumped] {
            #expect(!text.contains(Self.name) && !text.contains(Self.secret), "\(text)")
        }
        let other = try find(.testnet, ["BINANCE_TESTNET_API_KEY": "other", "BINANCE_TESTNET_API_SECRET": Self.secret])
        #expect(key.label != other.label && key.label.count == 32)
    }

    @Test(arguments: ["a b", "a\r\nX: y", "a\"b", "ä", String(repeating: "k", count: 257)])
    func `what is no name of a key is refused without being told`(name: String) {
        let text = refusal(.testnet, ["BINANCE_TESTNET_API_KEY": name, "BINANCE_TESTNET_API_SECRET": "s"])
        #expect(text.contains("no name of a key") && !text.contains(name))
    }
}
