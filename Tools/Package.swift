// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "Tools",
  products: [
    .executable(name: "asn1c", targets: ["asn1c"]),
  ],
  targets: [
    .target(name: "ASN1Compiler"),
    .executableTarget(name: "asn1c", dependencies: ["ASN1Compiler"]),
    .testTarget(name: "ASN1CompilerTests", dependencies: ["ASN1Compiler"]),
  ]
)
