// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Debian 12 and Ubuntu call the C library "msgpackc", Debian 13 "msgpack-c": the file that exists decides.
let libraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/local/lib"]
let msgpackLibrary =
    libraryFolders.contains { FileManager.default.fileExists(atPath: "\($0)/libmsgpack-c.so") }
    ? "msgpack-c" : "msgpackc"

/// A pure or impure library module and what it may import: the table of floors in docs/architecture.md.
func module(_ name: String, _ imports: [String] = [], linker: [LinkerSetting] = []) -> Target {
    .target(name: name, dependencies: imports.map { .byName(name: $0) }, linkerSettings: linker)
}

func program(_ name: String, _ imports: [String], exclude: [String] = []) -> Target {
    .executableTarget(name: name, dependencies: imports.map { .byName(name: $0) }, exclude: exclude)
}

/// Folders "Golden" and "Corpus" beside the tests hold what they read by path: no source, no resource.
func tests(_ name: String, _ imports: [String]) -> Target {
    let data = ["Golden", "Corpus"].filter {
        FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Tests/\(name)/\($0)")
    }
    return .testTarget(name: name, dependencies: imports.map { .byName(name: $0) }, exclude: data)
}

let levels = ["FeedHandler", "L4Meta", "L3Strategy", "L2Tactic", "L1Operational", "RiskManager", "Executor", "PaperVenue"]

/// What a process is made of, from its rounds to the screen that shows it.
let rooms = ["Engine", "Delivery", "Files", "Reports", "Cores", "Journals", "Hosting", "Control"]

let package = Package(
    name: "strata",
    targets: [
        // Floor 0: C libraries.
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(name: "CMessagePack", providers: [.apt(["libmsgpack-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CJansson", providers: [.apt(["libjansson-dev"])]),
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CWebSockets", providers: [.apt(["libwebsockets-dev", "libwebsockets-evlib-uv", "libuv1-dev"])]),
        .systemLibrary(name: "CWslay", providers: [.apt(["libwslay-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
        .target(
            name: "CBenchPeer",
            linkerSettings: [.linkedLibrary("zmq"), .linkedLibrary(msgpackLibrary), .linkedLibrary("websockets")]),
        // Floor 1: bytes, and values.
        module("Wire", ["CMessagePack"], linker: [.linkedLibrary(msgpackLibrary)]),
        module("Market"),
        // Floor 2: sockets; one file per indicator and per measure.
        module("Bus", ["CZeroMQ", "CLinux", "Wire"]),
        module("Indicators", ["Market"]),
        module("RiskMath", ["Market"]),
        // Floor 3: what is said, and what is configured.
        module("Messages", ["Wire", "Market"]),
        module("Configuration", ["Market", "CJansson"]),
        // Floor 4: how a part is built; an exchange's layouts and messages, for live and recorded data.
        module("Stages", ["Messages", "Market"]),
        module("RiskRules", ["Messages", "Market", "RiskMath", "Configuration"]),
        module("Matching", ["Messages", "Market", "RiskMath", "Configuration"]),
        module("Sealing", ["COpenSSL", "Messages", "Market"]),
        module("Exchanges", ["Messages", "Market", "CSimdJSON"]),
        // Floor 5: the parts, and the steps and rounds in which they are played.
        module("Engine", ["Stages", "Messages", "Wire", "Market"]),
        module("ExchangeSimulator", ["Exchanges", "Matching", "Messages", "Configuration", "Market"]),
        module("BinanceFeed", ["Exchanges", "Messages", "Market"]),
        module("BinanceVenue", ["Exchanges", "Sealing", "Stages", "Messages", "Market"]),
        module("OKXFeed", ["Exchanges", "Messages", "Market"]),
    ]
        + levels.map {
            module($0, ["Exchanges", "Stages", "RiskRules", "Matching", "Messages", "Configuration", "Indicators", "RiskMath", "Market"])
        } + [
            // Floor 6: the world.
            module("Storage", ["Exchanges", "Sealing", "Stages", "Messages", "Market", "Wire", "CSQLite", "CZlib", "CZip"]),
            module("Network", ["Exchanges", "Bus", "Market", "CWebSockets", "CWslay", "COpenSSL", "CZlib", "CCurl"]),
            module("Telemetry", ["Engine", "Stages", "Messages", "Market", "CLinux"]),
            // Floor 7: frames between processes; files that a person names.
            module("Delivery", ["Engine", "Telemetry", "Exchanges", "Sealing", "Stages", "Messages", "Configuration", "Wire", "Market"]),
            module("Files", ["Storage", "Stages", "Market"]),
            // Floor 8: a process as a value; what a person reads of a run.
            module("Cores", ["Delivery", "Engine", "Telemetry", "Exchanges", "Sealing", "Stages", "Messages", "Configuration", "Wire", "Market"]),
            module("Reports", ["Engine", "Telemetry", "Storage", "Files", "Stages", "RiskMath", "Messages", "Configuration", "Wire", "Market"]),
            // Floor 9: what a process keeps.
            module("Journals", ["Cores", "Bus", "Delivery", "Engine", "Telemetry", "Storage", "Files", "Sealing", "Stages", "Messages", "Wire", "Market"]),
            // Floor 10: what carries out the effects.
            module("Hosting", levels + ["Network", "BinanceFeed", "BinanceVenue", "Journals", "Reports", "Cores", "Delivery", "Engine", "Files", "Exchanges", "RiskRules", "Sealing", "Stages", "Bus", "Storage", "Telemetry", "Messages", "Configuration", "Wire", "Market", "CLinux"]),
            // Floor 11: what a person runs and watches it with; and all of it under one seed.
            module("Control", ["Hosting", "Journals", "Reports", "Delivery", "Engine", "Files", "Sealing", "Stages", "Bus", "Storage", "Telemetry", "Messages", "Configuration", "Wire", "Market"]),
            module("Simulation", levels + ["BinanceFeed", "BinanceVenue", "ExchangeSimulator", "Hosting", "Journals", "Cores", "Delivery", "Engine", "Telemetry", "Exchanges", "Sealing", "Stages", "Messages", "Configuration", "Market"]),
            module("Datasets", ["Network", "BinanceFeed", "Hosting", "Files", "Exchanges", "Stages", "Bus", "Storage", "Telemetry", "Messages", "Market"]),
            // Floor 12: programs.
            program("feed-handler", ["Hosting"]),
            program("l4-meta", ["Hosting"]),
            program("l3-strategy", ["Hosting"]),
            program("l2-tactic", ["Hosting"]),
            program("l1-operational", ["Hosting"]),
            program("risk-manager", ["Hosting"]),
            program("executor", ["Hosting"]),
            program("strata", ["Simulation", "Control", "Datasets", "Network", "BinanceFeed", "Telemetry", "Hosting", "Journals", "Reports", "Cores", "Engine", "Files", "Stages", "Configuration", "Messages", "Market"]),
            program("exchange-sim", ["Hosting", "ExchangeSimulator", "Network", "Storage", "Files", "Sealing", "Exchanges", "Stages", "Bus", "Configuration", "Market"]),
            program("strata-soak", ["Simulation", "ExchangeSimulator", "Hosting", "Stages", "Market"]),
            program("strata-sniff", ["Control", "Hosting", "Files", "Stages", "Market"]),
            program(
                "strata-bench",
                levels + ["Control", "Hosting", "Journals", "Reports", "Cores", "Delivery", "Engine", "Files", "BinanceFeed", "BinanceVenue", "Network", "Exchanges", "Sealing", "Bus", "Storage", "Telemetry", "Stages", "Messages", "Configuration", "Wire", "Market", "CBenchPeer", "CCurl", "CLinux", "CZeroMQ"],
                exclude: ["Peers"]),
            // Tests: one target per module.
            .target(
                name: "TestSupport",
                dependencies: ["Exchanges", "Sealing", "Stages", "Messages", "Market", "Configuration", "CLinux"], path: "Tests/TestSupport"),
        ]
        + ["Wire", "Bus", "Market", "Indicators", "RiskMath", "Messages", "Configuration", "Stages", "RiskRules", "Matching", "Sealing", "Storage", "Network", "Telemetry", "Hosting", "Exchanges", "ExchangeSimulator", "BinanceFeed", "BinanceVenue", "OKXFeed", "Datasets"].map {
            tests("\($0)Tests", ($0 == "Hosting" ? rooms : [$0]) + ["TestSupport"] + ($0 == "BinanceFeed" ? ["Storage", "ExchangeSimulator"] : []) + ($0 == "BinanceVenue" ? ["ExchangeSimulator", "Executor"] : []) + ($0 == "OKXFeed" ? ["PaperVenue"] : []) + ($0 == "Network" ? ["OKXFeed"] : []) + ($0 == "Configuration" ? ["L2Tactic"] : []))
        } + levels.map {
            // The executor is tested together with the venue that it talks to.
            tests("\($0)Tests", [$0, "TestSupport"] + ($0 == "Executor" ? ["PaperVenue"] : []))
        } + [
            tests("SystemTests", rooms + ["TestSupport", "strata", "strata-sniff", "feed-handler", "l4-meta", "l3-strategy", "l2-tactic", "l1-operational", "risk-manager", "executor"]),
            tests("FuzzTests", rooms + ["L2Tactic", "BinanceFeed", "BinanceVenue", "OKXFeed", "Exchanges", "Storage", "FeedHandler", "Stages", "Messages", "Configuration", "Wire", "Market", "TestSupport"]),
            tests("SimulationTests", ["Simulation", "ExchangeSimulator", "TestSupport"]),
            tests("TidyTests", ["TestSupport"]),
        ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) && !["CSimdJSON", "CBenchPeer"].contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
    ]
}
