import Bus
import Exchanges
import Glibc
import Hosting
import Network
import Stages

/// Requests from eight connections, each with one on its way, as fast as they are answered.
struct OrderLoad {
    private static let connections = 8
    private let sockets: [LoadSocket]

    init(_ name: String, port: UInt16) throws(HostError) {
        var sockets: [LoadSocket] = []
        for _ in 0..<Self.connections { sockets.append(try LoadSocket(name, port: port)) }
        self.sockets = sockets
    }

    /// A request's bytes.
    static func bytes(_ request: HTTPRequest) -> [UInt8] {
        let headers = request.headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        let head = "\(request.method.rawValue) \(request.target) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        return Array("\(head)\(headers)Content-Length: 0\r\n\r\n".utf8)
    }

    /// Sends `count` of the requests, one after the other and from the front again; the time it took, ns, the
    /// mean size of an answer, and how many bytes came on the socket beside them.
    ///
    /// - Parameter ear: hears what the requests lead to.
    /// - Throws: where one is answered by anything but 200.
    func run(_ requests: [[UInt8]], _ count: Int, ear: LoadSocket? = nil) throws(HostError) -> Outcome {
        var polls = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        if let ear { polls.append(pollfd(fd: ear.descriptor, events: Int16(POLLIN), revents: 0)) }
        var outcome = Outcome()
        let start = MonotonicClock.now()
        var sent = 0
        for socket in sockets {
            try socket.send(requests[sent % requests.count])
            sent += 1
        }
        var done = 0
        while done < count {
            guard poll(&polls, nfds_t(polls.count), 5000) > 0 else { throw .failed("no answer in 5 s") }
            if let ear, polls[sockets.count].revents != 0 { outcome.heard += try ear.read().count }
            for (place, socket) in sockets.enumerated() where polls[place].revents != 0 {
                guard let answer = try socket.answer() else { continue }
                guard answer.status == 200 else { throw .failed("an order was answered \(answer.status)") }
                (done, outcome.bytes) = (done + 1, outcome.bytes + answer.size)
                guard sent < count else { continue }
                try socket.send(requests[sent % requests.count])
                sent += 1
            }
        }
        outcome.elapsed = MonotonicClock.now() - start
        return outcome
    }

    /// What came of a run.
    struct Outcome {
        /// Wall time, ns.
        var elapsed: Int64 = 0
        /// Bytes of all answers.
        var bytes = 0
        /// Bytes of what was heard beside them.
        var heard = 0
    }
}
