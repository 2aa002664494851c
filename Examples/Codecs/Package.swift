// swift-tools-version: 6.3
import PackageDescription

// A package of its own that uses two of Vitrum's products: `swift run --package-path Examples/Codecs`.
let package = Package(
  name: "CodecExample", dependencies: [.package(name: "Vitrum", path: "../..")],
  targets: [
    .executableTarget(
      name: "CodecExample",
      dependencies: [
        .product(name: "NGAP", package: "Vitrum"), .product(name: "NAS", package: "Vitrum"),
      ], path: ".", exclude: ["Package.swift"])
  ])
