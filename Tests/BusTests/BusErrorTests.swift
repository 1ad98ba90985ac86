import CZeroMQ
import Testing

@testable import Bus

@Suite struct BusErrorTests {
    @Test func `a failed call keeps its number and says what, where and what to do`() throws {
        let context = try Context()
        let server = try Socket(.rep, in: context)
        var caught: BusError?
        do { _ = try server.send([1]) } catch { caught = error }
        let error = try #require(caught)
        #expect(error.errno == EFSM)
        #expect("\(error)".contains("zmq_send on a new rep socket failed"))
        #expect("\(error)".contains("(errno \(EFSM))"))
        #expect("\(error)".contains("take turns"))
    }

    @Test func `an option of another kind is refused, not ignored`() throws {
        let context = try Context()
        let publisher = try Socket(.pub, in: context)
        var caught: BusError?
        do { try publisher.subscribe(prefix: []) } catch { caught = error }
        #expect(caught?.errno == 22)
    }
}
