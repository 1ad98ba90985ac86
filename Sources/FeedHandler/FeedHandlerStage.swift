import Configuration
import Market
import Messages
import Stages

/// Rank 0: takes raw market events, recorded or live, and says what may be trusted of them.
///
/// It drops what is doubled or out of order and counts it, sees holes between candles and lost books,
/// watches for silence in event time, makes one ticker of each candle where there are no quotes, builds
/// candles of trades or quotes where there are none, and
/// says `clock` before the first message of each tenth of a second: all messages bear their own times, and
/// a live market tells of every millisecond. Where nothing comes its host gives it a `clock`, so that time
/// goes on for all.
public struct FeedHandlerStage: Stage {
    public static let rank = ProcessRank.feedHandler
    static let staleTimer: UInt16 = 1
    private static let clockStep = TimeSpan.milliseconds(100)

    /// Its part of the configuration: when data counts as stale.
    package let settings: FeedSettings
    /// By symbol.
    public internal(set) var feeds: [SymbolFeed]
    /// Open time of the newest candle by symbol and timeframe; zero before the first.
    var newestOpen: [Timestamp]
    /// The minute that is built of each symbol's trades or quotes, where no candles come.
    var minutes: [MinuteBuilder]
    /// Event time that `clock` said last.
    package var clock = Timestamp.zero

    public init(settings: Settings) {
        self.settings = settings.feed
        feeds = Array(repeating: SymbolFeed(), count: settings.symbols.count)
        newestOpen = Array(repeating: .zero, count: settings.symbols.count * Timeframe.allCases.count)
        minutes = Array(repeating: MinuteBuilder(), count: settings.symbols.count)
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: take(input, &effects)
        case .woken(let timer) where timer.purpose == Self.staleTimer:
            checkSilence(of: SymbolID(Int(timer.number)), at: input.time, &effects)
        case .woken(let timer) where timer.purpose == Self.minuteTimer:
            endMinutes(of: SymbolID(Int(timer.number)), at: input.time, &effects)
        case .endOfData: end(at: input.time, &effects)
        case .woken, .request, .answered, .unanswered, .link, .joined: break
        }
    }

    private mutating func take(_ input: Envelope, _ effects: inout Effects) {
        if case .clock = input.message { return sayClock(of: input, &effects) }
        guard input.message.symbol.int < feeds.count else { return }
        let step = Self.clockStep.nanoseconds
        if input.time.nanoseconds / step > clock.nanoseconds / step { sayClock(of: input, &effects) }
        switch input.message {
        case .kline(let kline): take(kline, input, &effects)
        case .trade(let trade): take(trade, input, &effects)
        case .ticker(let ticker): take(ticker, input, &effects)
        case .depth(let depth): take(depth, input, &effects)
        // It comes whether anybody trades or not: no sign that the market's data does.
        case .mark: if !input.isWarmUp { publish(input.message, &effects) }
        case .feedHealth(let health): if health.state == .ceased { cease(health, &effects) }
        default: break
        }
    }

    private mutating func sayClock(of input: Envelope, _ effects: inout Effects) {
        guard !input.isWarmUp, input.time > clock else { return }
        clock = input.time
        var message = Clock()
        message.time = clock
        effects.publish(.clock(message))
    }

    /// The source knows that nothing more comes of a pair, while others go on.
    private mutating func cease(_ end: FeedHealth, _ effects: inout Effects) {
        let index = end.symbol.int
        feeds[index].said = .ceased
        feeds[index].lastEvent = max(feeds[index].lastEvent, end.lastEvent)
        effects.publish(.feedHealth(feeds[index].health(end.symbol, .ceased)))
        stopWatching(index, &effects)
    }

    private mutating func stopWatching(_ index: Int, _ effects: inout Effects) {
        for purpose in [Self.staleTimer, Self.minuteTimer] {
            effects.wake(TimerID(purpose, index), at: .never)
        }
    }

    private mutating func end(at time: Timestamp, _ effects: inout Effects) {
        for index in feeds.indices where feeds[index].said != .ceased {
            feeds[index].said = .ended
            effects.publish(.feedHealth(feeds[index].health(SymbolID(index), .ended)))
            stopWatching(index, &effects)
        }
        var message = Clock()
        message.time = max(clock, time)
        message.ended = true
        effects.publish(.clock(message))
    }

    /// Events passed on by symbol, in the order of the instrument table.
    public var receivedCounts: [UInt64] { feeds.map(\.received) }

    public func save(into writer: inout StateWriter) {
        writer.write(feeds)
        writer.write(newestOpen)
        writer.write(minutes)
        writer.write(clock)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        feeds = try reader.readArray(count: feeds.count)
        newestOpen = try reader.readArray(count: newestOpen.count)
        minutes = try reader.readArray(count: minutes.count)
        clock = try reader.read()
    }
}
