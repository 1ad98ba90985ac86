import Bus
import Foundation
import Testing

/// An account at `exchange-sim`, asked by a program that is not Strata's.
struct TestnetAccount {
    static let key = "testnetkey"
    static let secret = "testnetsecret"

    let url: String
    var isSpot = false

    /// What the exchange tells of it: `{"trades": […], "stops": […], "orders": […], "wallet": "…", "positions": {…}}`.
    func read() throws -> [String: Any] {
        let outcome = try ask()
        #expect(outcome.status == 0, "\(outcome.output)")
        let text = outcome.output
        let all = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(all, "\(text)")
    }

    /// Whether by what was read each position has one stop there that rests for all of it.
    static func isProtected(_ told: [String: Any]) throws -> Bool {
        let held = try #require(told["positions"] as? [String: String])
        // Stops have even legs.
        let stops = try #require(told["stops"] as? [[String]]).filter { $0[3].last?.wholeNumberValue?.isMultiple(of: 2) == true }
        return held.count == stops.count && stops.allSatisfy { held[$0[0]] == $0[2] }
    }

    /// What the exchange tells of it; `nil` where it refuses to.
    func readUnlessRefused() throws -> [String: Any]? {
        let outcome = try ask()
        guard outcome.status == 0 else { return nil }
        return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    }

    /// `look`, taken at most once a second, and where it is refused (`nil`) again after a minute of a market at five
    /// times its pace. Each reading of the account weighs what some fifty questions of Strata's do: too many, or some
    /// where none is let through, and the exchange bans both from the address that they share.
    static func seldom(_ look: @escaping () throws -> Bool?) -> () throws -> Bool {
        var next = MonotonicClock.now()
        return {
            guard MonotonicClock.now() >= next else { return false }
            let found = try look()
            next = MonotonicClock.now() + (found == nil ? 13_000_000_000 : 1_000_000_000)
            return found ?? false
        }
    }

    private func ask() throws -> Outcome {
        let python = try #require(Programs.plainPython)
        return try run(python, "-c", Self.begin + (isSpot ? Self.spot : Self.futures), url, Self.key, Self.secret, isSpot ? "/api/v3" : "/fapi/v1")
    }

    private static let begin = """
        import hashlib, hmac, json, sys, urllib.request
        base, key, secret, root = sys.argv[1:]
        def ask(path, query=""):
            time = json.load(urllib.request.urlopen(base + root + "/time"))["serverTime"]
            query += ("&" if query else "") + f"recvWindow=60000&timestamp={time}"
            sign = hmac.new(secret.encode(), query.encode(), hashlib.sha256).hexdigest()
            request = urllib.request.Request(f"{base}{path}?{query}&signature={sign}", headers={"X-MBX-APIKEY": key})
            return json.load(urllib.request.urlopen(request))
        pairs = ["BTCUSDT", "ETHUSDT", "SOLUSDT"]

        """

    /// Of spot all that waits is an order; stops and targets are told by their names.
    private static let spot = """
        trades = [trade for pair in pairs for trade in ask("/api/v3/myTrades", f"symbol={pair}")]
        orders = [order for pair in pairs for order in ask("/api/v3/openOrders", f"symbol={pair}")]
        resting = [o for o in orders if o["orderListId"] >= 0 or o["type"] == "STOP_LOSS"]
        total = {b["asset"]: float(b["free"]) + float(b["locked"]) for b in ask("/api/v3/account")["balances"]}
        print(json.dumps({
            "trades": [[t["symbol"], "BUY" if t["isBuyer"] else "SELL", t["qty"], t["price"], str(t["id"])] for t in trades],
            "stops": [[o["symbol"], o["type"], o["origQty"], o["clientOrderId"]] for o in resting],
            "held": {f"{asset}USDT": amount for asset, amount in total.items() if asset != "USDT" and amount > 0},
            "wallet": f"{total['USDT']:.8f}"}))
        """

    private static let futures = """
        trades = [trade for pair in pairs for trade in ask("/fapi/v1/userTrades", f"symbol={pair}")]
        held = ask("/fapi/v3/positionRisk")
        orders = [order for pair in pairs for order in ask("/fapi/v1/allOrders", f"symbol={pair}")]
        print(json.dumps({
            "names": [o["clientOrderId"] for o in orders if o["clientOrderId"].startswith("st-")],
            "trades": [[t["symbol"], t["side"], t["qty"], t["price"], t["commission"], str(t["id"])] for t in trades],
            "stops": [[o["symbol"], o["side"], o["quantity"], o["clientAlgoId"]] for o in ask("/fapi/v1/openAlgoOrders")],
            "orders": [o["clientOrderId"] for o in ask("/fapi/v1/openOrders")],
            "wallet": ask("/fapi/v3/account")["totalWalletBalance"],
            "positions": {p["symbol"]: p["positionAmt"] for p in held if float(p["positionAmt"]) != 0}}))
        """
}
