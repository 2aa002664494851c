import Base
import SBI

/// A producer's side of operations: requests become calls of closures.
///
/// ```swift
/// var routes = SBIEndpointRoutes()
/// routes.on(NudmUEAU.generateAuthData) { parameters, body in try answer(parameters.supiOrSuci, body) }
/// ```
public struct SBIEndpointRoutes: SBIHandler {
  private typealias Handler = @Sendable (SBIReceivedRequest) async throws(SBIFailure) -> SBIResponse

  private var handlers: [(description: SBIEndpointDescription, handler: Handler)] = []
  public var limits: SBILimits

  public init(limits: SBILimits = SBILimits()) { self.limits = limits }

  /// Answers an operation; the request has passed its check.
  public mutating func on<Parameters, Body, Answers>(
    _ endpoint: SBIEndpoint<Parameters, Body, Answers>,
    _ handler: @escaping @Sendable (Parameters, WithBinaryParts<Body>?) async throws(SBIFailure) -> SBIResponse
  ) {
    handlers.append(
      (
        endpoint.description,
        { (received: SBIReceivedRequest) async throws(SBIFailure) -> SBIResponse in
          try await handler(
            Parameters(unchecked: .object(received.parameters)),
            received.content.map { WithBinaryParts(Body(unchecked: $0.root), parts: $0.parts) })
        }
      ))
  }

  /// - Returns: `nil` when no operation here has the path; 405 when one has it with another method.
  public func handle(_ request: SBIRequest) async -> SBIResponse? {
    let segments = request.path.split(separator: "/")
    let fitting = handlers.filter { $0.description.operation.match(segments) != nil }
    guard !fitting.isEmpty else { return nil }
    let known = fitting.filter { $0.description.method == request.method }
    guard let chosen = known.max(by: { $0.description.literalCount < $1.description.literalCount }) else {
      var failure = SBIFailure(status: 405, cause: nil, detail: "method not allowed")
      failure.headers = [SBIHeader("allow", Set(fitting.map(\.description.method.rawValue)).sorted().joined(separator: ", "))]
      return SBIResponse(failure)
    }
    do throws(SBIError) {
      let received = try chosen.description.read(request, limits: limits)
      do throws(SBIFailure) {
        return try await chosen.handler(received)
      } catch {
        return SBIResponse(error)
      }
    } catch {
      return SBIResponse(SBIFailure(error))
    }
  }
}

extension SBIEndpointDescription {
  /// The segments of the path that are no parameters.
  fileprivate var literalCount: Int { segments.count { !$0.hasPrefix("{") } }
}
