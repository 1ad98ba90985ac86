import Messages
import Stages
import Telemetry

/// What a snapshot of a free run begins with: whose state it is.
package struct FreeMark: BitwiseCopyable {
    /// Tells a snapshot of this layout from anything else.
    private static let layout: UInt64 = 0x4652_4545_0000_0002

    private let layout: UInt64
    private let build: UInt64
    private let configuration: UInt64
    private let instruments: UInt64
    /// The run whose state it is: no other one goes on from it.
    package let run: UInt32
    /// The start whose numbers go on.
    package var epoch: UInt32

    /// Of a process with this header.
    package init(_ header: Header) {
        layout = Self.layout
        build = BuildID.current
        configuration = header.configuration
        instruments = header.instruments
        run = header.run
        epoch = header.epoch
    }

    /// Whether a snapshot was written in a free run, by whatever build.
    package static func begins(_ snapshot: UnsafeRawBufferPointer) -> Bool {
        guard snapshot.count >= MemoryLayout<FreeMark>.size else { return false }
        return snapshot.loadUnaligned(as: UInt64.self) >> 32 == layout >> 32
    }

    /// Why a process that would write another mark can't read the state behind this one; `nil` where it can.
    package func refusal(to other: FreeMark) -> String? {
        if layout != other.layout || build != other.build {
            return "its state was saved by another build, and exact state is plain memory"
        }
        // A run of another configuration is an earlier one: nothing of it was meant to go on exactly.
        guard run == other.run else { return nil }
        if configuration != other.configuration || instruments != other.instruments {
            return "its state was saved with another configuration or other instruments"
        }
        return nil
    }
}
