import Base
import Foundation
import FuzzSupport
import NIOCore
import NIOEmbedded
import SBI
import Simulation

@testable import HTTP2

#if FUZZER
  import FuzzDriver
#endif

/// Requests of the service-based interface (TS 29.500): the octets of an HTTP/2 connection behind its preface go through the server's own
/// pipeline, without a socket, to the routes of every service. Each service is its own client, which writes the request again; what
/// comes back that way must be the same request.
#if FUZZER
  @main
#endif
public struct SBITarget: FuzzTarget {
  public static let name = "SBI"

  public init() {}

  public func check(_ octets: [UInt8]) throws(FuzzFinding) -> FuzzOutcome {
    // Everything that a connection keeps and makes of the octets counts: frames, header blocks, requests, bodies, answers.
    let (connection, memory) = try MemoryBound.check(
      octets.count, prepare: { SBIConnection() },
      decode: { connection in
        connection.receive(octets)
        connection.close()
        return connection
      })
    for request in connection.journal.requests {
      let journal = connection.answer(request)
      guard journal.requests == [request] else {
        throw FuzzFinding(
          "a client's request is read as another, or not at all:\n\(request)\nbecame\n\(journal.requests) \(journal.statuses)")
      }
    }
    let first = connection.journal.requests.first
    return FuzzOutcome(
      canonical: first.map { Array("\($0.method.rawValue) \($0.target) ".utf8) + $0.body.octets },
      memoryPermille: memory)
  }

  public func mutate(_ octets: [UInt8], using generator: inout SeededGenerator) -> [UInt8]? {
    var mutator = HTTP2Mutator(generator: generator)
    defer { generator = mutator.generator }
    return mutator.mutate(octets)
  }

  public func seeds(_ root: URL) throws -> [[UInt8]] {
    let verdicts = try JSON(parsing: Array(Data(contentsOf: root.appending(path: "Tests/SBITests/Oracle/verdicts.json"))))
    let bodies = (verdicts.arrayValue ?? []).filter { $0["valid"]?.boolValue == true }.compactMap { $0["body"] }
    var frames: [[UInt8]] = []
    for routes in SBIServices.routes(Journal()) {
      for operation in routes.operations {
        let body = operation.bodySchema.flatMap { schema in bodies.first { (try? SBISchema.check($0, schema)) != nil } }
        let path = routes.basePath + Self.path(operation)
        frames.append(
          HTTP2Frames.request(
            operation.method.rawValue, path, contentType: operation.bodySchema == nil ? nil : operation.bodyType,
            body: operation.bodySchema == nil ? [] : (body ?? .object(JSON.Object())).octets))
      }
    }
    return frames
  }

  /// The path of an operation with values that its parameters' schemas accept.
  private static func path(_ operation: SBIOperation) -> String {
    var index = 0
    return operation.path.split(separator: "/").map { segment in
      guard segment.hasPrefix("{") else { return "/" + segment }
      defer { index += 1 }
      let schema = operation.pathSchemas.indices.contains(index) ? operation.pathSchemas[index] : 0
      let values = ["imsi-001010000000001", "4947a69a-f61b-4bc1-b9da-47c9c5d14b64", "00101", "5gAkaSession", "1"]
      return "/" + (values.first { (try? SBISchema.check(.string($0), schema)) != nil } ?? "1")
    }.joined()
  }

  public var attacks: [Attack] { SBIAttacks.all }
}

/// The requests that routes handed to their services, as the services' clients wrote them again.
final class Journal: SBITransport, @unchecked Sendable {
  var requests: [SBIRequest] = []
  var statuses: [Int] = []

  func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse {
    requests.append(request)
    throw SBIFailure(status: 503, cause: nil)
  }
}

/// Every service, produced by its own client.
enum SBIServices {
  static func routes(_ journal: Journal) -> [any SBIRoutes] {
    let root = "http://sbi"
    return [
      Nnrf_NFManagementRoutes(service: Nnrf_NFManagementClient(transport: journal, apiRoot: root)),
      Nnrf_NFDiscoveryRoutes(service: Nnrf_NFDiscoveryClient(transport: journal, apiRoot: root)),
      Nausf_UEAuthenticationRoutes(service: Nausf_UEAuthenticationClient(transport: journal, apiRoot: root)),
      Nudm_UEAuthenticationRoutes(service: Nudm_UEAuthenticationClient(transport: journal, apiRoot: root)),
      Nudm_SDMRoutes(service: Nudm_SDMClient(transport: journal, apiRoot: root)),
      Nudm_UECMRoutes(service: Nudm_UECMClient(transport: journal, apiRoot: root)),
      Nudr_DataRepositoryRoutes(service: Nudr_DataRepositoryClient(transport: journal, apiRoot: root)),
      Namf_CommunicationRoutes(service: Namf_CommunicationClient(transport: journal, apiRoot: root)),
      Nsmf_PDUSessionRoutes(service: Nsmf_PDUSessionClient(transport: journal, apiRoot: root)),
      Npcf_AMPolicyControlRoutes(service: Npcf_AMPolicyControlClient(transport: journal, apiRoot: root)),
      Npcf_SMPolicyControlRoutes(service: Npcf_SMPolicyControlClient(transport: journal, apiRoot: root)),
      Nnssf_NSSelectionRoutes(service: Nnssf_NSSelectionClient(transport: journal, apiRoot: root)),
    ]
  }
}
