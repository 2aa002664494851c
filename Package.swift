// swift-tools-version: 6.3
import PackageDescription

/// A module comes out of its compilation (made separately, it would be checked and optimised twice), backtraces have lines but no
/// variables, and the intermediate code is not checked for errors of the compiler: a third less to build.
/// SwiftPM does not let a package with such flags be a dependency by version.
let isCheckedOut = Context.packageDirectory.contains("/checkouts/")
let quickerFlags = ["-no-emit-module-separately-wmo", "-gline-tables-only", "-Xfrontend", "-disable-llvm-verify"]
let quicker: [SwiftSetting] = isCheckedOut ? [] : [.unsafeFlags(quickerFlags, .when(configuration: .release))]
let settings: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")] + quicker
let crypto: [Target.Dependency] = [
  .product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto"),
]

/// A library target of Vitrum; `folder` is below Sources/.
func module(_ name: String, _ folder: String? = nil, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/\(folder ?? name)", swiftSettings: settings)
}

/// The tests of a module, in Tests/<module>Tests.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: oracles(name), swiftSettings: settings)
}

/// Scripts of independent implementations that made a test's vectors; not part of the build.
func oracles(_ name: String) -> [String] {
  [
    "NGAP", "NAS", "PFCP", "GTPU", "SBI", "SBIServices", "Security", "UE", "ChannelCoding", "Modulation", "ChannelModels",
    "ReferenceSignals", "PhysicalChannels", "LinkSimulation", "MassiveMIMO",
  ].contains(name)
    ? ["Oracle"] : []
}

/// Protocols that other packages may use, each by itself.
let codecs = ["NGAP", "XnAP", "F1AP", "E1AP", "NRPPa", "RRC", "LPP", "NAS", "PFCP", "GTPU", "SBI", "SBIServices"]
let function: [Target.Dependency] = ["Base", "Runtime", "SBI", "Services"]
let physicalLayer: [Target.Dependency] = ["PhysicalChannels", "ReferenceSignals", "Modulation", "ChannelCoding", "DSPKernels"]
let subscriberSide: [Target.Dependency] = ["Security", "Storage", "Simulation"]

let products: [Product] =
  codecs.map { .library(name: $0, targets: [$0]) } + [.library(name: "FiveGCodecs", targets: ["FiveGCodecs"])]

let dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
  .package(url: "https://github.com/apple/swift-asn1.git", exact: "1.7.4"),
  .package(url: "https://github.com/apple/swift-atomics.git", exact: "1.3.0"),
  .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
  .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
  .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
  .package(url: "https://github.com/apple/swift-nio-http2.git", exact: "1.46.0"),
  .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
  .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
  .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
  .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
  .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
]

let libraries: [Target] = [
  module("Base"),
  module("PER", "Protocols/PER", ["Base"]),
  module("NGAP", "Protocols/NGAP", ["Base", "PER"]),
  module("XnAP", "Protocols/XnAP", ["PER"]), module("F1AP", "Protocols/F1AP", ["PER"]), module("E1AP", "Protocols/E1AP", ["PER"]),
  module("NRPPa", "Protocols/NRPPa", ["PER"]), module("RRC", "Protocols/RRC", ["PER"]), module("LPP", "Protocols/LPP", ["PER"]),
  module("NAS", "Protocols/NAS", ["Base"]),
  module("PFCP", "Protocols/PFCP", ["Base"]),
  module("GTPU", "Protocols/GTPU", ["Base"]),
  module("SBI", "Protocols/SBI", ["Base"]), module("SBIServices", "Protocols/SBIServices", ["Base", "SBI"]),
  module("FiveGCodecs", "Protocols/FiveGCodecs", codecs.map { .byName(name: $0) }),
  module("Security", nil, ["Base"] + crypto),
  module("Runtime", nil, ["Base"]),
  .target(name: "CDSPKernels", path: "Sources/Radio/CDSPKernels"),
  module("DSPKernels", "Radio/DSPKernels", ["CDSPKernels"]),
  module("ChannelCoding", "Radio/ChannelCoding", ["DSPKernels"]),
  module("Modulation", "Radio/Modulation", ["ChannelCoding", "DSPKernels"]),
  module("ReferenceSignals", "Radio/ReferenceSignals", ["Modulation", "ChannelCoding", "DSPKernels"]),
  module("PhysicalChannels", "Radio/PhysicalChannels", ["ReferenceSignals", "Modulation", "ChannelCoding", "DSPKernels"]),
  module("ChannelModels", "Radio/ChannelModels", ["Base", "Modulation", "DSPKernels"]),
  module("LinkSimulation", "Radio/LinkSimulation", ["Base", "ChannelModels"] + physicalLayer),
  module("MassiveMIMO", "Radio/MassiveMIMO", ["Base", "ChannelModels", "LinkSimulation", "Modulation", "DSPKernels"]),
  module("Waveforms", "Radio/Waveforms", ["Base"] + physicalLayer),
  module("Simulation", nil, ["Base", "Runtime"]),
  module("Storage", nil, ["Base", "Security", .product(name: "GRDB", package: "GRDB.swift")]),
  module("Configuration", "Operations/Configuration", ["Base", "Security", "Storage", .product(name: "Yams", package: "Yams")]),
  module("Services", "Core/Services", ["Base", "SBI"]),
  module("Discovery", "Core/Discovery", function),
  module("NRF", "Core/NRF", function),
  module("UDR", "Core/UDR", function + ["Storage", "Security"]),
  module("UDM", "Core/UDM", function + ["Security"]),
  module("AUSF", "Core/AUSF", function + ["Security"]),
  module("NSSF", "Core/NSSF", function),
  module("PCF", "Core/PCF", function),
  module("AMF", "Core/AMF", function + ["NAS", "NGAP", "PER", "Security"]),
  module("SMF", "Core/SMF", function + ["NAS", "NGAP", "PER", "PFCP", "GTPU"]),
  module("UPF", "Core/UPF", ["Base", "Runtime", "PFCP", "GTPU"]),
  module("RadioLink", "RAN/RadioLink", ["Base"]),
  module("UE", nil, ["Base", "Runtime", "NAS", "Security", "RadioLink"]),
  module("Capture", "Operations/Capture", ["Base"]),
  module("Dissection", "Operations/Dissection", ["Base", "PER", "NGAP", "NAS", "PFCP", "GTPU"]),
  module(
    "CaptureAnalysis", "Operations/CaptureAnalysis",
    [
      "Base", "Dissection", "NGAP", "SBI", .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOHPACK", package: "swift-nio-http2"),
    ]),
  module("Management", "Operations/Management", ["Base", "Runtime"]),
  module("DataNetwork", "Operations/DataNetwork", ["Base"]),
  .target(name: "CLinux", path: "Sources/Transport/CLinux"),
  .target(name: "CUSRSCTP", path: "Sources/Transport/CUSRSCTP", linkerSettings: [.linkedLibrary("usrsctp")]),
  module("PacketIO", "Transport/PacketIO", ["Base", "Runtime", "CLinux"]),
  module("SCTP", "Transport/SCTP", ["Base", "Runtime", "PacketIO", "CUSRSCTP"]),
  module(
    "HTTP2", "Transport/HTTP2",
    ["Base", "Runtime", "SBI"] + ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOTLS"].map { .product(name: $0, package: "swift-nio") } + [
      .product(name: "NIOHTTP2", package: "swift-nio-http2"), .product(name: "NIOHPACK", package: "swift-nio-http2"),
      .product(name: "NIOSSL", package: "swift-nio-ssl"),
    ]),
  module("GNB", "RAN/GNB", ["Base", "Runtime", "RadioLink", "NGAP", "PER", "GTPU"]),
  module("Tracing", "Operations/Tracing", ["Base", "Runtime", "Capture", .product(name: "Logging", package: "swift-log")]),
  module(
    "Assembly", "Operations/Assembly",
    [
      "Base", "Runtime", "Security", "Storage", "Configuration", "PacketIO", "SCTP", "HTTP2", "Services", "SBI", "Capture", "Tracing",
      "Management",
      "DataNetwork", "UPF", "PFCP", "GTPU", "RadioLink", "GNB", "UE", "Discovery", "NRF", "UDR", "UDM", "AUSF", "NSSF", "PCF", "AMF",
      "SMF", "CLinux",
      .product(name: "Crypto", package: "swift-crypto"),
    ]),
]

let programs: [Target] = [
  module(
    "CommandSupport", "Operations/CommandSupport", ["Base", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
  module(
    "MessageCommands", "Operations/MessageCommands",
    ["Base", "CommandSupport", "Dissection", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
  .executableTarget(
    name: "vitrum-radio",
    dependencies: [
      "Base", "CommandSupport", "LinkSimulation", "MassiveMIMO", "Waveforms", "ChannelModels",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ] + physicalLayer, swiftSettings: settings),
  .executableTarget(
    name: "vitrum-codec",
    dependencies: [
      "Base", "CommandSupport", "MessageCommands", "Dissection", "CaptureAnalysis", "PER", "XnAP", "F1AP", "E1AP", "NRPPa", "RRC", "LPP",
      "SBI", "SBIServices",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ], swiftSettings: settings),
  .executableTarget(
    name: "codec-example", dependencies: ["Base", "NGAP", "NAS"], path: "Examples/Codecs", exclude: ["Package.swift"],
    swiftSettings: settings),
  .target(name: "CAllocationCount", path: "Benchmarks/CAllocationCount"),
  .executableTarget(
    name: "codec-bench", dependencies: ["Base", "PER", "NGAP", "RRC", "NAS", "PFCP", "GTPU", "CAllocationCount"],
    path: "Benchmarks/CodecBench",
    swiftSettings: settings),
  .executableTarget(
    name: "radio-bench",
    dependencies: [
      "Base", "CommandSupport", "DSPKernels", "ChannelCoding", "Modulation", "ChannelModels", "ReferenceSignals", "PhysicalChannels",
      "CAllocationCount", .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ], path: "Benchmarks/RadioBench", swiftSettings: settings),
  .executableTarget(
    name: "vitrum",
    dependencies: [
      "Base", "CommandSupport", "MessageCommands", "Dissection", "Security", "Storage", "Configuration", "Assembly", "Management",
      "GNB", "UE",
      "PacketIO",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ], swiftSettings: settings),
]

let testTargets: [Target] = [
  .testTarget(name: "SimulationTests", dependencies: ["Base", "Runtime", "Simulation"], swiftSettings: settings),
  tests(of: "Base"), tests(of: "Security", ["Base"]), tests(of: "NAS", ["Base"]), tests(of: "PER", ["Base"]),
  .target(name: "PERTestSupport", dependencies: ["Base", "PER"], path: "Tests/PERTestSupport", swiftSettings: settings),
  tests(of: "NGAP", ["Base", "PER", "PERTestSupport"]),
  .testTarget(
    name: "ASN1Tests", dependencies: ["Base", "PER", "PERTestSupport", "XnAP", "F1AP", "E1AP", "NRPPa", "RRC", "LPP"], exclude: ["Oracle"],
    swiftSettings: settings),
  .target(name: "CFuzz", path: "Fuzz/Sources/CFuzz"),
  .target(
    name: "FuzzSupport", dependencies: ["Base", "PER", "PERTestSupport", "CFuzz"], path: "Fuzz/Sources/FuzzSupport", swiftSettings: settings
  ),
  .target(
    name: "FuzzTargets",
    dependencies: [
      "FuzzSupport", "CFuzz", "Base", "PER", "NGAP", "XnAP", "F1AP", "E1AP", "NRPPa", "RRC", "LPP", "NAS", "PFCP", "GTPU", "SBI", "HTTP2",
      "Simulation",
      .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOEmbedded", package: "swift-nio"),
    ], path: "Fuzz/Sources/Targets", swiftSettings: settings),
  .testTarget(name: "FuzzReplayTests", dependencies: ["Base", "FuzzSupport", "FuzzTargets"], swiftSettings: settings),
  tests(of: "ChannelCoding", ["Base", "DSPKernels"]), tests(of: "Modulation", ["Base", "ChannelCoding"]), tests(of: "DSPKernels", ["Base"]),
  tests(of: "ChannelModels", ["DSPKernels", "Modulation"]),
  tests(of: "ReferenceSignals", ["Base", "Modulation", "ChannelCoding", "DSPKernels"]),
  tests(of: "PhysicalChannels", ["Base", "ReferenceSignals", "Modulation", "ChannelCoding", "DSPKernels", "ChannelModels"]),
  tests(of: "LinkSimulation", ["Base", "ChannelModels"] + physicalLayer), tests(of: "Waveforms", ["Base"] + physicalLayer),
  tests(of: "MassiveMIMO", ["Base", "ChannelModels", "LinkSimulation", "Modulation", "DSPKernels"]),
  tests(of: "PFCP", ["Base"]), tests(of: "GTPU", ["Base"]), tests(of: "SBI", ["Base"]),
  tests(of: "SBIServices", ["Base", "SBI"]),
  tests(of: "UPF", ["Base", "Runtime", "PFCP", "GTPU"]),
  tests(of: "Storage", ["Base", "Security", .product(name: "GRDB", package: "GRDB.swift")]),
  tests(of: "Configuration", ["Base", "Security", "Storage"]), tests(of: "RadioLink", ["Base"]),
  tests(of: "Management", ["Base", "Runtime"]),
  .testTarget(
    name: "Scenarios",
    dependencies: function + [
      "Simulation", "Discovery", "Storage", "Security", .product(name: "Crypto", package: "swift-crypto"), "AMF", "AUSF", "NSSF", "PCF",
      "SMF", "UDM", "UDR", "UPF", "PFCP", "GTPU", "NGAP", "PER", "NAS", "RadioLink", "GNB", "UE",
    ], exclude: ["Oracle", "separate-processes"], swiftSettings: settings),
  tests(of: "PacketIO", ["Base", "Runtime"]), tests(of: "SCTP", ["Base", "Runtime", "PacketIO"]),
  tests(of: "HTTP2", ["Base", "Runtime", "SBI", "PacketIO"]), tests(of: "Capture", ["Base"]),
  tests(of: "Dissection", ["Base", "NAS", "NGAP", "GTPU"]),
  .testTarget(
    name: "CaptureAnalysisTests",
    dependencies: [
      "CaptureAnalysis", "Base", "Capture", "Dissection", .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOHPACK", package: "swift-nio-http2"),
    ], exclude: ["Oracle"], swiftSettings: settings),
  .testTarget(name: "TidyTests", swiftSettings: settings),
  .testTarget(name: "SystemTests", swiftSettings: settings),
  .testTarget(name: "CommandTests", dependencies: ["Base"], swiftSettings: settings),
  tests(of: "Assembly", ["Base", "Runtime", "Security", "Storage", "Configuration", "PacketIO", "Tracing", "Capture"]),
  tests(of: "NRF", function + ["Discovery", "Simulation"]), tests(of: "UDR", function + subscriberSide),
  tests(of: "UDM", function + ["AUSF", "UDR", "PCF", "Discovery"] + subscriberSide), tests(of: "AUSF", function + subscriberSide),
  tests(of: "NSSF", function + subscriberSide), tests(of: "PCF", function + subscriberSide),
  tests(of: "SMF", function + ["NAS", "NGAP", "PER", "PFCP", "GTPU", "Simulation"]),
  tests(of: "AMF", function + ["NAS", "NGAP", "PER", "Security", "Simulation"]),
  tests(of: "UE", ["Base", "Runtime", "NAS", "Security", "RadioLink", "Simulation"]),
  tests(of: "GNB", ["Base", "Runtime", "NGAP", "PER", "GTPU", "RadioLink", "Simulation"]),
]

let package = Package(name: "Vitrum", products: products, dependencies: dependencies, targets: libraries + programs + testTargets)
