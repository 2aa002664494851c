// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]
/// Edges and comparisons are counted in codecs and planted traps only: what libFuzzer is told is what the codecs do. The other flags
/// shorten the build: no module is compiled twice, and the debugger is told of lines only.
let instrumented = settings + [.unsafeFlags(["-sanitize=fuzzer", "-no-emit-module-separately-wmo", "-gline-tables-only"])]
let testable: [SwiftSetting] = [.unsafeFlags(["-enable-testing"])]

/// A module of Vitrum, compiled here with instrumentation; `folder` is below its Sources/.
func codec(_ name: String, _ folder: String, _ dependencies: [Target.Dependency] = [], more: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Linked/Sources/\(folder)", swiftSettings: instrumented + more)
}

/// A libFuzzer program, in a folder of Sources/Targets.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: "fuzz-\(name)", dependencies: ["FuzzSupport", "FuzzDriver"] + dependencies, path: "Sources/Targets/\(name)",
    swiftSettings: settings + [.define("FUZZER")], linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
}

/// Protocols of the ASN.1 compiler. A new one is a name here, a folder in Sources/Targets and its place in Sources/Targets/All.swift.
let asn1 = ["NGAP", "XnAP", "F1AP", "E1AP", "NRPPa", "RRC", "LPP"]

let package = Package(
  name: "Fuzz",
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio-http2.git", exact: "1.46.0"),
    .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-atomics.git", exact: "1.3.0"),
    .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
  ],
  targets: [
    codec("Base", "Base"),
    codec("PER", "Protocols/PER", ["Base"], more: testable),
    codec("NAS", "Protocols/NAS", ["Base"]),
    codec("PFCP", "Protocols/PFCP", ["Base"]),
    codec("GTPU", "Protocols/GTPU", ["Base"]),
    codec("SBI", "Protocols/SBI", ["Base"]),
    .target(name: "Runtime", dependencies: ["Base"], path: "Linked/Sources/Runtime", swiftSettings: settings),
    .target(name: "Simulation", dependencies: ["Base", "Runtime"], path: "Linked/Sources/Simulation", swiftSettings: settings),
    .target(
      name: "HTTP2",
      dependencies: [
        "Base", "Runtime", "SBI", .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"),
      ], path: "Linked/Sources/Transport/HTTP2",
      exclude: ["HTTP2Error.swift", "HTTP2Threads.swift", "SBIHTTPClient.swift", "SBIServer.swift", "SBITLS.swift"],
      swiftSettings: instrumented + testable),
    .target(
      name: "PERTestSupport", dependencies: ["Base", "PER"], path: "Linked/Tests/PERTestSupport", exclude: ["ProtocolChecks.swift"],
      swiftSettings: settings + testable),
    .target(name: "CFuzz"),
    .target(name: "PlantedTraps", swiftSettings: instrumented),
    .target(name: "FuzzSupport", dependencies: ["Base", "PER", "PERTestSupport", "CFuzz"], swiftSettings: settings),
    .target(name: "FuzzDriver", dependencies: ["Base", "FuzzSupport", "CFuzz", "PlantedTraps"], swiftSettings: settings),
    fuzzer("NAS", ["NAS"]), fuzzer("PFCP", ["PFCP"]), fuzzer("GTPU", ["GTPU"]),
    fuzzer(
      "SBI", ["SBI", "HTTP2", "CFuzz", "Simulation", .product(name: "NIOEmbedded", package: "swift-nio")]),
  ] + asn1.flatMap { [codec($0, "Protocols/\($0)", ["Base", "PER"]), fuzzer($0, [.byName(name: $0), "PER"])] }
)
