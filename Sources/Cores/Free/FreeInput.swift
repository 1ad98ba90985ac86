import Engine
import Market
import Messages
import Sealing
import Stages

/// One thing that a process of a free run handles: a step. What it leads to follows from it and the state
/// before, and from nothing else.
package enum FreeInput: BitwiseCopyable {
    /// The present begins.
    case join(Timestamp)
    /// What another process said.
    case message(Message, Header)
    /// A candle of history.
    case warmUp(Kline)
    /// An answer to one of our requests, or that there is none.
    case answer(Input, slot: Int)
    /// A process is gone, or back.
    case link(ProcessRank, LinkState)
    /// A request of another process or of somebody outside.
    case request(RequestID, Message)
    /// A request to the venue that stands in here, where it is asked by an effect.
    case askedVenue(RequestID, Message)
    /// An event of the feed.
    case feed(Message, Timestamp)
    /// The data is at its end.
    case end(Timestamp)
    /// What a venue outside told of an order or a position. Its answers and its line are `answer` and `link`.
    case venue(VenueEvent)
    /// The clock of a live run, which the process tells itself while nobody else does.
    case tick(Timestamp)
}

/// What a journal holds of an input.
package struct FreeRecord: BitwiseCopyable {
    /// Hash of what the process said after the input before.
    package let said: ChainHash
    package let input: FreeInput

    package init(_ input: FreeInput, after said: ChainHash) {
        self.said = said
        self.input = input
    }

    /// A record, read.
    package init(_ bytes: UnsafeRawBufferPointer) throws(StateError) {
        let size = MemoryLayout<FreeRecord>.size
        guard bytes.count == size else { throw .tooShort(at: 0, expected: size) }
        self = bytes.loadUnaligned(as: FreeRecord.self)
    }
}

extension InProcessHost {
    /// Handles one input of a free run; answers what came back to a request in this step.
    package mutating func handle(_ input: FreeInput, as rank: ProcessRank) -> Message? {
        switch input {
        case .join(let time): join(at: time)
        case .message(let message, let header): deliver(message, id: header.id, at: header.time)
        case .warmUp(let kline) where rank == .feedHandler: warmUp(kline)
        case .warmUp(let kline): deliver(.kline(kline), id: .none, at: kline.closeTime, isWarmUp: true)
        case .answer(let answer, let slot): deliver(answer: answer, toSlot: slot)
        case .link(let rank, let state): link(rank, state)
        case .request(let id, let message): return request(rank, id, message)
        case .askedVenue(let id, let message): return request(.venue, id, message)
        case .feed(let message, let time): feed(message, at: time)
        case .end(let time): end(at: time)
        case .venue(let event): deliver(event)
        case .tick(let time): tick(at: time)
        }
        return nil
    }

    /// Time goes on as if the feed's clock said so.
    private mutating func tick(at time: Timestamp) {
        var clock = Clock()
        clock.time = time
        deliver(.clock(clock), id: .none, at: time)
    }
}
