import Base
import Configuration
import Management

/// Asks a running network: its core, or, where the functions are processes of their own, each of them.
public enum ManagementClient {
  /// - Parameter request: see ``ManagementView/answer(_:)``.
  public static func ask(_ request: JSON, _ management: ManagementConfiguration) throws(ControlSocketError) -> JSON {
    let notRunning: ControlSocketError
    do throws(ControlSocketError) {
      return try ControlSocket.request(request, path: management.socketPath)
    } catch {
      guard case .notRunning = error else { throw error }
      notRunning = error
    }
    var answers: [JSON] = []
    for function in CoreFunction.allCases {
      do throws(ControlSocketError) {
        answers.append(try ControlSocket.request(request, path: management.socketPath(of: function)))
      } catch {
        guard case .notRunning = error else { throw error }
      }
    }
    guard !answers.isEmpty else { throw notRunning }
    return merged(answers)
  }

  /// One answer of the answers of several functions: every member once, lists and the functions' own parts joined.
  static func merged(_ answers: [JSON]) -> JSON {
    var all = JSON.Object()
    var functions = JSON.Object()
    for answer in answers {
      for (key, value) in answer.objectValue?.members ?? [] {
        if key == "functions" {
          for (name, part) in value.objectValue?.members ?? [] { functions[name] = part }
        } else if let list = value.arrayValue, let known = all[key]?.arrayValue {
          all[key] = .array(known + list)
        } else {
          all[key] = value
        }
      }
    }
    if functions.count > 0 { all["functions"] = .object(functions) }
    return .object(all)
  }
}

extension ManagementConfiguration {
  /// The control socket of a function that is a process of its own.
  func socketPath(of function: CoreFunction) -> String { "\(socketPath).\(function.rawValue)" }
}
