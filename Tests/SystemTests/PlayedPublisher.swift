import Bus
@testable import Delivery
@testable import Hosting
import Market
import Messages

/// A process that a test plays: what it says leaves by a socket of its own.
final class PlayedPublisher {
    let publishing: PublishingSocket
    private let publisher: FramePublisher

    init(_ socket: consuming Socket, _ instruments: InstrumentTable, _ header: Header) {
        publishing = PublishingSocket(socket)
        publisher = FramePublisher(publishing, instruments, header: header, wall: WallClock.now)
    }

    func publish(_ message: Message, id: EventID, causes: Causes, time: Timestamp) throws {
        try publisher.publish(message, id: id, causes: causes, time: time)
    }
}
