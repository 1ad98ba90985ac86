import Exchanges
import Market

/// What accounts ask of futures that changes nothing.
extension ExchangeSimulator {
    func futuresQueried(_ call: AccountCall, isOpen: Bool) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let found = try find(call, symbol, idName: "orderId", nameName: "origClientOrderId", isOpen: isOpen)
        guard let place = found, !isOpen || desks[call.venue][place].isOpen else { throw .noSuchOrder }
        return written(desks[call.venue][place].shown, symbol, .queried, call.venue)
    }

    private func rows(_ places: some Sequence<Int>, _ call: AccountCall) -> [UInt8] {
        var json = JSONText()
        json.array { json in
            for place in places {
                let order = desks[call.venue][place]
                let market = venues[call.venue].symbols[order.symbol]
                BinanceWriting.futuresOrder(
                    order.shown, symbol: market.listing.name, market.form, .queried, into: &json)
            }
        }
        return json.bytes
    }

    /// The contract that is asked for; `nil` where none is named.
    func contract(_ call: AccountCall) throws(ExchangeError) -> Int? {
        call.parameters.target["symbol"] == nil ? nil : try spotSymbol(call)
    }

    func futuresOpenOrders(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try contract(call)
        let desk = desks[call.venue]
        return rows(desk.open[call.account].filter { symbol == nil || desk[$0].symbol == symbol }, call)
    }

    func futuresAllOrders(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        rows(try pastOrders(call, of: try contract(call), days: 7), call)
    }

    func futuresTrades(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let fills = try pastFills(call, of: symbol, days: 7)
        let market = venues[call.venue].symbols[symbol]
        var json = JSONText()
        json.array { json in
            for fill in fills {
                BinanceWriting.futuresTrade(
                    fill.shown, symbol: market.listing.name, quote: market.listing.quote, market.form,
                    into: &json)
            }
        }
        return json.bytes
    }

    // MARK: Account

    func futuresAccount(_ call: AccountCall, isOld: Bool) -> [UInt8] {
        let rows = positions(call.account, call.venue, all: isOld)
        return BinanceWriting.futuresAccount(
            margin(call.account, rows), rows.map { (symbolName(call, $0.slot / 3), $0.row) }, isOld: isOld,
            isMultiAsset: accounts[call.account].futures.isMultiAsset, at: stamp(call.time))
    }

    func futuresBalance(_ call: AccountCall) -> [UInt8] {
        BinanceWriting.futuresBalance(
            margin(call.account, positions(call.account, call.venue)),
            alias: "account\(call.account + 1)", at: stamp(call.time))
    }

    func positionRisk(_ call: AccountCall, isOld: Bool) throws(ExchangeError) -> [UInt8] {
        let symbol = try contract(call)
        let rows = withLiquidation(
            positions(call.account, call.venue, all: isOld), call.account, call.venue)
        var json = JSONText()
        json.array { json in
            for (slot, row) in rows where symbol == nil || slot / 3 == symbol {
                let market = venues[call.venue].symbols[slot / 3]
                BinanceWriting.positionRisk(
                    row, symbol: market.listing.name, market.form, isOld: isOld, into: &json)
            }
        }
        return json.bytes
    }

    func accountConfig(_ call: AccountCall) -> [UInt8] {
        let wallet = accounts[call.account].futures
        return Self.told {
            $0.integer("feeTier", 0)
            for key: StaticString in ["canTrade", "canDeposit", "canWithdraw"] { $0.flag(key, true) }
            $0.flag("dualSidePosition", wallet.isHedged)
            $0.integer("updateTime", 0)
            $0.flag("multiAssetsMargin", wallet.isMultiAsset)
            $0.integer("tradeGroupId", -1)
        }
    }

    func symbolConfig(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let asked = try contract(call)
        var json = JSONText()
        json.array { json in
            for symbol in venues[call.venue].symbols.indices where asked ?? symbol == symbol {
                let terms = accounts[call.account].futures.terms[symbol]
                let table = BracketTable(venues[call.venue].symbols[symbol].listing)
                json.object {
                    $0.text("symbol", symbolName(call, symbol))
                    $0.text("marginType", terms.isIsolated ? "ISOLATED" : "CROSSED")
                    $0.flag("isAutoAddMargin", false)
                    $0.integer("leverage", terms.leverage)
                    $0.text("maxNotionalValue", "\(table.most(at: terms.leverage))")
                }
            }
        }
        return json.bytes
    }

    func income(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try contract(call)
        let kind = call.parameters.target["incomeType"]
        let span = try call.parameters.span(most: .days(90))
        let limit = try call.parameters.limit(100, most: 1000)
        let page = max(1, Int(clamping: try call.parameters.whole("page") ?? 1))
        let rows = accounts[call.account].futures.incomes.filter { row in
            (symbol == nil || row.symbol == symbol) && (kind == nil || row.kind.rawValue == kind)
                && span.contains(row.time)
        }
        let skipped = min(rows.count, (min(page, 1_000_000) - 1) * limit)
        let told = span.hasStart || page > 1 ? rows.dropFirst(skipped).prefix(limit) : rows.suffix(limit)
        var json = JSONText()
        json.array { json in
            for row in told {
                BinanceWriting.income(
                    row, symbol: row.symbol < 0 ? "" : symbolName(call, row.symbol), into: &json)
            }
        }
        return json.bytes
    }

    func brackets(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let asked = try contract(call)
        var json = JSONText()
        json.array { json in
            for market in venues[call.venue].symbols
            where asked == nil || symbolName(call, asked ?? 0) == market.listing.name {
                BinanceWriting.brackets(
                    BracketTable(market.listing).brackets, symbol: market.listing.name, into: &json)
            }
        }
        return json.bytes
    }

    func futuresCommission(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let name = symbolName(call, try spotSymbol(call))
        return Self.told {
            $0.text("symbol", name)
            $0.text("makerCommissionRate", terms.futuresFees.maker.description)
            $0.text("takerCommissionRate", terms.futuresFees.taker.description)
            $0.text("rpiCommissionRate", "0.00005")
        }
    }
}
