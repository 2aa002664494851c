import Base
import SBI
import Services
import Synchronization

/// One network function of this process.
public struct LocalFunction: Sendable {
  /// A data network in a slice that an SMF serves.
  public struct DataNetwork: Hashable, Sendable {
    public var dnn: String
    public var sNSSAI: SNSSAI

    public init(dnn: String, sNSSAI: SNSSAI) {
      self.dnn = dnn
      self.sNSSAI = sNSSAI
    }
  }

  public var instanceID: String
  /// Scheme, host and port, such as `http://127.0.0.10:7777`; no two functions have the same.
  public var apiRoot: String
  /// The function itself.
  public var function: any Sendable
  public var router: SBIRouter
  /// What an SMF serves; `nil` for any data network.
  public var dataNetworks: [DataNetwork]?

  /// - Parameter type: what the function is; its receivers' paths depend on it.
  public init(instanceID: String, apiRoot: String, function: any Sendable, type: NFType, dataNetworks: [DataNetwork]? = nil) {
    self.instanceID = instanceID
    self.apiRoot = apiRoot
    self.function = function
    router = SBIRouter(function: function, type: type)
    self.dataNetworks = dataNetworks
  }

  func serves(_ dnn: String, _ sNSSAI: SNSSAI) -> Bool {
    dataNetworks.map { $0.contains { $0.dnn.lowercased() == dnn.lowercased() && $0.sNSSAI == sNSSAI } } ?? true
  }
}

/// The network functions of one process; the assembly adds each after it has made it. Every function gets its own ``LocalServices`` of it.
public final class LocalNetwork: Sendable {
  private let functions = Mutex<[LocalFunction]>([])

  public init() {}

  /// Adds a function, or replaces the one with its instance ID.
  public func add(_ function: LocalFunction) {
    functions.withLock { functions in
      functions.removeAll { $0.instanceID == function.instanceID }
      functions.append(function)
    }
  }

  /// Removes a function: nobody finds or reaches it any more.
  public func remove(instanceID: String) { functions.withLock { $0.removeAll { $0.instanceID == instanceID } } }

  func first(where predicate: (LocalFunction) -> Bool) -> LocalFunction? { functions.withLock { $0 }.first(where: predicate) }
}
