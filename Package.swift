// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "Vitrum",
  targets: [
    .target(name: "Base"),
  ]
)
