import Market
import Messages
import Stages

extension ScriptedVenueStage {
    // MARK: - Gone and back

    /// The line goes, or comes back. What was asked and has no answer gets none: it may have been carried
    /// out.
    mutating func changeLine(_ time: Timestamp, _ effects: inout Effects) {
        isGone.toggle()
        changes += 1
        effects.link(isGone ? .down : .up)
        if isGone { late.giveUpAnswers(at: time, &effects) }
        setLine(&effects)
    }

    /// Sets the timer for the next change.
    func setLine(_ effects: inout Effects) {
        let place = changes / 2
        guard began != .never, place < script.absences.count else { return }
        let absence = script.absences[place]
        let start = began + absence.after
        effects.wake(Self.lineTimer, at: isGone ? start + absence.length : start)
    }

    // MARK: - Told again, and by hand

    /// Tells the first fill of each pair again.
    func retell(_ time: Timestamp, _ effects: inout Effects) {
        guard !isGone else { return }
        for fill in firstFills where fill.symbol != .none { effects.publish(.venueEvent(fill)) }
    }

    /// Fills of a person's orders, in pairs that leave nothing open, without a fee.
    mutating func trade(byHand kline: Kline, _ effects: inout Effects) {
        for number in 0..<20 {
            var event = VenueEvent()
            event.clientOrderID = ClientOrderID(signal: "by-hand", leg: 1)
            (event.symbol, event.kind, event.purpose) = (kline.symbol, .filled, .exit)
            event.side = number.isMultiple(of: 2) ? .buy : .sell
            (event.quantity, event.price) = (Quantity(raw: 100_000), kline.close)
            event.openTime = kline.openTime
            numbers[kline.symbol.int] += 1
            event.eventID = numbers[kline.symbol.int]
            remember(event)
            effects.publish(.venueEvent(event))
        }
        madeByHand += 20
    }

    // MARK: - State

    public mutating func recover(_ record: Record) {
        inner.recover(record)
        switch record {
        case .fill(let fill) where fill.symbol.int < numbers.count:
            numbers[fill.symbol.int] = max(numbers[fill.symbol.int], fill.venueID)
            remember(VenueEvent(of: fill))
        case .funding(let payment) where payment.symbol.int < numbers.count:
            numbers[payment.symbol.int] = max(numbers[payment.symbol.int], payment.venueID)
        default: break
        }
    }

    public func save(into writer: inout StateWriter) {
        inner.save(into: &writer)
        late.save(into: &writer)
        writer.write(chance)
        writer.write(began)
        writer.write(isGone)
        writer.write(changes)
        writer.write(numbers)
        writer.write(firstFills)
        writer.write(candles)
        writer.write(madeByHand)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        try inner.restore(from: &reader)
        try late.restore(from: &reader)
        chance = try reader.read()
        began = try reader.read()
        isGone = try reader.read()
        changes = try reader.read()
        numbers = try reader.readArray(count: numbers.count)
        firstFills = try reader.readArray(count: firstFills.count)
        candles = try reader.read()
        madeByHand = try reader.read()
    }
}

extension VenueEvent {
    /// The event that a fill was booked of.
    fileprivate init(of fill: Fill) {
        self.init()
        (eventID, kind, symbol) = (fill.venueID, .filled, fill.symbol)
        (clientOrderID, purpose, side, isMaker) = (fill.clientOrderID, fill.purpose, fill.side, fill.isMaker)
        (quantity, price, fee, baseFee) = (fill.quantity, fill.price, fill.fee, fill.baseFee)
        openTime = fill.openTime
    }
}
