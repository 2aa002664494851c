// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "Tools",
  products: [
    .executable(name: "asn1c", targets: ["asn1c"]),
    .executable(name: "sbigen", targets: ["sbigen"]),
  ],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
  ],
  targets: [
    .target(name: "ASN1Compiler"),
    .executableTarget(name: "asn1c", dependencies: ["ASN1Compiler"]),
    .executableTarget(
      name: "sbigen", dependencies: [.product(name: "Yams", package: "Yams")], path: "Sources/SBIGenerator", exclude: ["all-services.txt", "services.txt"]),
    .testTarget(name: "ASN1CompilerTests", dependencies: ["ASN1Compiler"]),
  ]
)
