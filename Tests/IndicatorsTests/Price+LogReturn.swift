import Foundation
import Market

extension Price {
    func logReturn(from earlier: Price) -> Double { log(double / earlier.double) }
}
