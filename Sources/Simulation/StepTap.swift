import Engine
import Market
import Messages
import Stages

/// Notes what the venue says within a step: no one outside the process hears it.
final class StepTap: FrameObserver {
    private(set) var venueEvents: [VenueEvent] = []

    func published(_ frame: Frame) {
        if case .venueEvent(let event) = frame.message { venueEvents.append(event) }
    }

    func clear() { venueEvents.removeAll(keepingCapacity: true) }
}
