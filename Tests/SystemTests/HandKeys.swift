import Bus
import Foundation
import Sealing

@testable import Hosting

/// The keys of a run that is started by hand, in the folder of its sockets, as deploy/begin-run.sh makes them.
struct HandKeys {
    let keys: RunKeys
    /// What risk manager and executor are told.
    let environment: [String: String]

    init(in directory: String, run: UInt32 = 1) throws {
        let folder = try RunDirectory(path: directory)
        keys = try RunKeys()
        try KeyFile.write(keys.request, run: run, to: KeyFile.requestKey(in: folder.path))
        let path = "\(folder.path)/approval.key"
        try KeyFile.write(keys.approval, run: nil, to: path)
        environment = ["STRATA_APPROVAL_KEY_FILE": path]
    }
}
