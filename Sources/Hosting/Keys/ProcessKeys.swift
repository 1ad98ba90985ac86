import Messages
import Sealing
import Stages

/// The keys that an operating system's process has been given, for the stages that it serves.
package struct ProcessKeys {
    let request: SecretKey
    let approval: SecretKey?

    /// What one of its stages may use.
    package func of(_ rank: ProcessRank) -> Keys? {
        guard TopicCatalogue.needsRequestKey(rank) else { return nil }
        return Keys(request: request, approval: KeyIntake.needsApprovalKey(rank) ? approval : nil)
    }
}
