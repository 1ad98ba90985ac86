import Testing

/// The executor's database, read by a program that is not ours.
enum ExecutorBooks {
    /// The number of each fill; none while there is no database.
    static func fills(in stateFolder: String) throws -> [String] {
        let query = """
            import sqlite3, sys
            database = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            for row in database.execute("select fill_id from fills"): print(row[0])
            """
        let outcome = try run("/usr/bin/env", "python3", "-c", query, "\(stateFolder)/executor.sqlite")
        return outcome.status == 0 ? outcome.output.split(separator: "\n").map(String.init) : []
    }

    /// How many stops stand at the venue; none while there is no database.
    static func standingStops(in stateFolder: String) throws -> Int {
        let query = """
            import sqlite3, sys
            database = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            print(database.execute("select count(*) from venue_orders where purpose = 'stop' "
                "and status in ('new', 'partially_filled')").fetchone()[0])
            """
        let outcome = try run("/usr/bin/env", "python3", "-c", query, "\(stateFolder)/executor.sqlite")
        return Int(outcome.output.split(separator: "\n").last ?? "") ?? 0
    }

    /// The rows of a query, their columns with a space between.
    static func rows(_ query: String, _ stateFolder: String, of process: String = "executor") throws -> [String] {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            for row in database.execute(sys.argv[2]): print(*row)
            """
        let outcome = try run("/usr/bin/env", "python3", "-c", script, "\(stateFolder)/\(process).sqlite", query)
        #expect(outcome.status == 0, "\(outcome.output)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    /// What is wrong with the books: positions and cash that are not the sum of the fills (before any
    /// funding), orders that stand there twice, and open positions without a stop for all they hold.
    static func findings(in stateFolder: String, capital: Int) throws -> String {
        let query = """
            import collections, sqlite3, sys
            database = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            held, cash = collections.Counter(), int(sys.argv[2]) * 10**8
            for symbol, side, size, pnl, fee in database.execute(
                    "select symbol, side, qty_e8, realized_pnl_e8, fee_e8 from fills"):
                held[symbol] += size if side == "buy" else -size
                cash += pnl - fee
            for symbol, size in database.execute("select symbol, size_e8 from positions"):
                if size != held[symbol]: print(symbol, "holds", size, "and its fills come to", held[symbol])
            for symbol, size in database.execute("select symbol, size_e8 from venue_positions"):
                if size != held[symbol]: print(symbol, "at the venue", size, "and its fills", held[symbol])
            for (total,) in database.execute("select total_e8 from balances where asset = 'USDT'"):
                if total != cash: print("cash is", total, "and the fills leave", cash)
            for row in database.execute(
                    "select signal_id, leg, count(*) from orders group by 1, 2 having count(*) > 1"):
                print("twice:", row)
            for symbol, size in held.items():
                stops = database.execute(
                    "select sum(qty_e8) from venue_orders where symbol = ? and purpose = 'stop' "
                    "and status in ('new', 'partially_filled')", (symbol,)).fetchone()[0] or 0
                if stops != abs(size): print(symbol, "holds", size, "and its stops are for", stops)
            """
        let path = "\(stateFolder)/executor.sqlite"
        let outcome = try run("/usr/bin/env", "python3", "-c", query, path, "\(capital)")
        #expect(outcome.status == 0)
        return outcome.output
    }
}
