// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

let package = Package(
  name: "Vitrum",
  targets: [
    .target(name: "Base", swiftSettings: settings),
    .target(name: "Runtime", dependencies: ["Base"], swiftSettings: settings),
    .target(name: "Simulation", dependencies: ["Base", "Runtime"], swiftSettings: settings),
    .testTarget(name: "SimulationTests", dependencies: ["Base", "Runtime", "Simulation"], swiftSettings: settings),
  ]
)
