/// The columns of one kind of recorded file: by which names a header calls them, and in which order they
/// stand where there is no header.
struct CSVSchema: Sendable {
    /// One column.
    struct Column: Sendable {
        let field: CSVField
        /// Binance's own name for it, for error texts.
        let name: String
        /// Names as `HeaderName` writes them, those that say most first: of two groups that a header has,
        /// the first is meant; two names of one group can't be told apart.
        let names: [[String]]
        let isNeeded: Bool
    }

    /// What the lines are, as a person calls them.
    let kind: String
    /// What tells one line from another, for error texts.
    let keyName: String
    let columns: [Column]
    /// The order of files without a header; `nil` for a column that is not read.
    let plainOrder: [CSVField?]
    /// Numbers of columns that such files have.
    let plainCounts: [Int]

    func column(_ field: CSVField) -> Column? { columns.first { $0.field == field } }

    /// The columns that a file must have, for error texts.
    var needed: String { columns.filter(\.isNeeded).map(\.name).joined(separator: ", ") }
}

extension CSVSchema {
    private static func column(
        _ field: CSVField, _ name: String, _ names: [String]..., needed: Bool = true
    ) -> Column { Column(field: field, name: name, names: names, isNeeded: needed) }

    private static let epochs = ["timestamp", "unix", "unixtime", "unixtimestamp", "epoch", "ts"]
    private static let dates = ["time", "datetime", "date", "timeutc", "dateutc"]

    /// Candles: Binance's dumps with and without header, and what ccxt, freqtrade and pandas write.
    package static func klines(base: String, quote: String) -> CSVSchema {
        let (base, quote) = (HeaderName.plain(base), HeaderName.plain(quote))
        return CSVSchema(
            kind: "candles", keyName: "open_time",
            columns: [
                column(
                    .time, "open_time", ["opentime", "opentimestamp", "timeopen", "starttime", "t"], epochs,
                    dates),
                column(.open, "open", ["open", "openprice", "priceopen", "o"]),
                column(.high, "high", ["high", "highprice", "pricehigh", "h"]),
                column(.low, "low", ["low", "lowprice", "pricelow", "l"]),
                column(.close, "close", ["close", "closeprice", "priceclose", "c"]),
                column(
                    .volume, "volume",
                    ["volume\(base)", "basevolume", "baseassetvolume", "volumebase"],
                    ["volume", "vol", "v"]),
                column(.closeTime, "close_time", ["closetime", "closetimestamp", "timeclose", "endtime", "T"],
                    needed: false),
                column(
                    .quoteVolume, "quote_volume",
                    ["quotevolume", "quoteassetvolume", "quoteav", "volumequote", "volume\(quote)", "q"],
                    needed: false),
            ],
            plainOrder: [.time, .open, .high, .low, .close, .volume, .closeTime, .quoteVolume],
            plainCounts: [6, 11, 12])
    }

    /// Single trades: id, price, qty, quote_qty, time, is_buyer_maker, on spot with is_best_match.
    package static let trades = CSVSchema(
        kind: "trades", keyName: "trade", columns: tradeColumns(id: "id", time: "time", quantity: "qty"),
        plainOrder: [.id, .price, .quantity, nil, .time, .buyerIsMaker], plainCounts: [6, 7])

    /// Trades of one order at one price: agg_trade_id, price, quantity, first_trade_id, last_trade_id,
    /// transact_time, is_buyer_maker, on spot with is_best_match.
    package static let aggTrades = CSVSchema(
        kind: "aggregate trades", keyName: "trade",
        columns: tradeColumns(id: "agg_trade_id", time: "transact_time", quantity: "quantity"),
        plainOrder: [.id, .price, .quantity, nil, nil, .time, .buyerIsMaker], plainCounts: [7, 8])

    private static func tradeColumns(id: String, time: String, quantity: String) -> [Column] {
        [
            column(.id, id, ["aggtradeid", "aggregatetradeid", "a"], ["id", "tradeid", "t"]),
            column(.price, "price", ["price", "p"]),
            column(.quantity, quantity, ["qty", "quantity", "amount", "size", "q"]),
            column(.time, time, ["transacttime", "tradetime", "transactiontime", "T"], epochs, dates),
            column(
                .buyerIsMaker, "is_buyer_maker",
                ["isbuyermaker", "buyermaker", "buyerismaker", "wasthebuyerthemaker", "m"], needed: false),
            column(.takerSide, "taker_side", ["takerside", "aggressorside"], needed: false),
        ]
    }

    /// Best bid and ask: update_id, best_bid_price, best_bid_qty, best_ask_price, best_ask_qty,
    /// transaction_time, event_time.
    package static let bookTickers = CSVSchema(
        kind: "quotes", keyName: "update_id",
        columns: [
            column(.id, "update_id", ["updateid", "u"], needed: false),
            column(.bid, "best_bid_price", ["bestbidprice", "bidprice", "bestbid", "bid", "b"]),
            column(.bidQuantity, "best_bid_qty", quantities("bid") + ["B"]),
            column(.ask, "best_ask_price", ["bestaskprice", "askprice", "bestask", "ask", "a"]),
            column(.askQuantity, "best_ask_qty", quantities("ask") + ["A"]),
            column(
                .time, "event_time", ["eventtime", "E"], ["transactiontime", "transacttime", "T"], epochs,
                dates),
        ],
        plainOrder: [.id, .bid, .bidQuantity, .ask, .askQuantity, nil, .time], plainCounts: [7])

    private static func quantities(_ side: String) -> [String] {
        [
            "best\(side)qty", "best\(side)quantity", "\(side)qty", "\(side)quantity", "\(side)size",
            "\(side)amount",
        ]
    }
}
