import Bus
import Engine
import Market
import Messages
import Sealing

extension Gate {
    /// The edge of a process that starts now.
    package convenience init(
        _ member: Topology.Member, _ header: Header, _ instruments: InstrumentTable, _ keys: Keys
    ) {
        self.init(
            member.name, run: header.run, instruments, keys,
            startedAt: Timestamp(nanoseconds: WallClock.now()))
    }
}
