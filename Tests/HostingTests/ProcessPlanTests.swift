import Engine
@testable import Hosting
import Messages
import Stages
import Testing

@Suite struct ProcessPlanTests {
    @Test func `without a plan each stage has a process for each of its instances`() {
        let processes = ProcessPlan.standard.processes(Topology(tacticInstances: 2))
        #expect(processes.count == 8 && processes.allSatisfy { $0.members.count == 1 })
        #expect(processes.map(\.name).contains("l2-tactic.1"))
    }

    @Test func `stages that share a process bring all their instances, by rank, and the others stay alone`() {
        let plan = ProcessPlan([.init(name: "decide", stages: [.riskManager, .l2Tactic])])
        let processes = plan.processes(Topology(tacticInstances: 2))
        #expect(processes.map(\.name) == [
            "feed-handler.0", "l4-meta.0", "l3-strategy.0", "decide", "l1-operational.0", "executor.0",
        ])
        #expect(processes[3].members.map(\.name) == ["l2-tactic.0", "l2-tactic.1", "risk-manager.0"])
    }

    @Test(arguments: [
        ("", ["l2-tactic.0"]),
        ("risk-manager,l1-operational", ["l1-operational.0", "risk-manager.0"]),
        ("l2-tactic.1,executor.0", ["l2-tactic.1", "executor.0"]),
        ("l2-tactic,executor", ["l2-tactic.0", "l2-tactic.1", "executor.0"]),
    ])
    func `STRATA_STAGES names who a program serves`(text: String, expected: [String]) throws {
        let environment = try Self.environment(text)
        #expect(try environment.members(of: .l2Tactic).map(\.name) == expected)
    }

    @Test(arguments: ["l5-oracle", "executor.1", "executor,executor", "l2-tactic,l2-tactic.0", "venue"])
    func `a stage that is none, or twice, is refused`(text: String) throws {
        let environment = try Self.environment(text)
        #expect(throws: HostError.self) { try environment.members(of: .l2Tactic) }
    }

    private static func environment(_ stages: String) throws -> ProcessEnvironment {
        try ProcessEnvironment { name in
            ["STRATA_STAGES": stages, "STRATA_L2_INSTANCES": "BTC/USDT;ETH/USDT,SOL/USDT"][name]
        }
    }
}
