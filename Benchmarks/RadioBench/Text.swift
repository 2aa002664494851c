import Base
import Foundation

extension JSON {
  /// An object with these members in this order.
  static func object(_ members: (String, JSON)...) -> JSON {
    var object = JSON.Object()
    for (key, value) in members { object[key] = value }
    return .object(object)
  }
}

extension String {
  func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

extension Double {
  func rounded(_ places: Int) -> Double {
    let factor = pow(10, Double(places))
    return (self * factor).rounded() / factor
  }

  var scientific: String { String(format: "%.2e", self) }
}
