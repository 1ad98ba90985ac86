import Bus
import Delivery
import Engine
import Market
import Messages

/// Makes the sockets of one process in lockstep, bound and connected.
struct LockstepSockets {
    let own: Topology.Member
    let endpoints: Endpoints
    let context: Context

    /// Where it says what its stages say.
    func publisher() throws(BusError) -> Socket {
        let socket = try Socket(.xpub, in: context)
        try socket.bind(endpoints.publisher(own))
        return socket
    }

    /// Where people and scripts ask it.
    func answerer() throws(BusError) -> AnswerSocket {
        let socket = try AnswerSocket(in: context)
        try socket.bind(endpoints.answerer(own))
        return socket
    }

    /// Where other processes fetch the frames of it that they missed.
    func rings() throws(BusError) -> AnswerSocket {
        let socket = try AnswerSocket(in: context)
        try socket.bind(endpoints.ring(own))
        return socket
    }

    /// Where the conductor leads it.
    func conductor() throws(BusError) -> Socket {
        let socket = try Socket(.dealer, in: context)
        try socket.connect(endpoints.conductor(of: own))
        return socket
    }

    /// What it hears: what the market does, and what is asked and answered by its name.
    func prefixes(_ instruments: InstrumentTable) -> [[UInt8]] {
        let mine = ["ask/\(own.name)/", "answer/\(own.name)/"].map { Array($0.utf8) }
        let market = own.rank == .feedHandler ? [] : Subscriptions.market(for: own.rank, instruments)
        return market + mine
    }
}
