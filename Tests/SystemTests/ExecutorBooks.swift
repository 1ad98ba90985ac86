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
}
