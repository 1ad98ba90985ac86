import Messages
import Stages

/// An executor and its venue, driven in rounds as a host does.
protocol Rounds {
    /// Lets one of the two handle an input; what it wants of either belongs to the next round.
    mutating func deliver(_ input: Input, to rank: ProcessRank, _ next: inout [(ProcessRank, Input)])
}

extension Rounds {
    /// One step: hands inputs out and goes on until nothing is on its way.
    mutating func step(_ inputs: [(ProcessRank, Input)]) {
        var current = inputs
        while !current.isEmpty {
            var next: [(ProcessRank, Input)] = []
            for rank in [ProcessRank.executor, .venue] {
                for (target, input) in current where target == rank { deliver(input, to: rank, &next) }
            }
            current = next
        }
    }
}
