import Hosting
import Stages

/// A process that answers HTTP requests by libwebsockets alone.
struct BareHandler {
    let port: UInt16
    private let process: Child

    /// - Parameter size: bytes of each answer's body.
    init(size: Int) throws(HostError) {
        let plan = PeerPlan(role: .handler, contestant: .bytes, endpoint: "-", count: size, interval: 0)
        process = try Child(Child.ownPath, plan.words, reading: .out)
        let said = String(decoding: process.read(), as: UTF8.self)
        guard let port = UInt16(said.filter(\.isNumber)) else { throw .failed("the handler has no port") }
        self.port = port
    }

    /// CPU time of all its threads so far, ns.
    var cpu: Int64 { ProcessMemory.cpu(of: process.pid) }

    func stop() {
        process.stop()
        process.wait()
    }
}
