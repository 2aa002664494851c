import Base

/// A message with the messages that it contains.
public struct DissectedMessage: Sendable {
  /// Protocol and name, in the order in which they are nested: `("NGAP", "InitialUEMessage"), ("NAS", "REGISTRATION REQUEST")`.
  public var names: [(title: String, name: String)]
  public var json: JSON
}

/// Decodes messages with the messages in their octet fields, and encodes what it decoded.
///
/// An octet field that ``ContainedMessages`` lists and whose format is known holds, instead of hexadecimal text, an object:
/// - `{"nas": {...}}`: the message, under the key of its format;
/// - the same with a member `octets`, where encoding the message again gives other octets (a sender's own way to encode): the octets count;
/// - `{"octets": "…", "problem": "…"}`: not such a message, and why;
/// - `{"ciphered": "…"}`: NAS or RRC that is ciphered.
///
/// ```swift
/// let dissector = Dissector([.ngap, .nas])
/// let message = try dissector.decode(octets, as: "ngap")
/// let same = try dissector.encode(message.json, as: "ngap")
/// ```
public struct Dissector: Sendable {
  /// Messages in messages in messages: what is deeper stays hexadecimal.
  static let maximumDepth = 8
  private let formats: [String: MessageFormat]

  public init(_ formats: [MessageFormat]) {
    var byKey: [String: MessageFormat] = [:]
    for format in formats { byKey[format.key] = format }
    self.formats = byKey
  }

  public func format(_ key: String) -> MessageFormat? { formats[key] }

  /// - Parameter isFlat: octet fields stay hexadecimal.
  public func decode(_ octets: [UInt8], as key: String, isFlat: Bool = false) throws(ConversionProblem) -> DissectedMessage {
    try dissect(try known(key).decode(octets), as: key, isFlat: isFlat)
  }

  /// A message that is JSON already, with the messages in its octet fields.
  /// - Parameter isFlat: octet fields stay hexadecimal.
  public func dissect(_ json: JSON, as key: String, isFlat: Bool = false) throws(ConversionProblem) -> DissectedMessage {
    let format = try known(key)
    guard !isFlat else { return DissectedMessage(names: [(format.title, format.name(json))], json: json) }
    var names = [(title: format.title, name: format.name(json))]
    let value = entered(json, format, depth: 1, names: &names)
    return DissectedMessage(names: names, json: value)
  }

  /// The octets of a message; fields may hold hexadecimal text or what ``decode(_:as:isFlat:)`` put there.
  public func encode(_ json: JSON, as key: String) throws(ConversionProblem) -> [UInt8] { try encode(json, try known(key), depth: 1) }

  private func known(_ key: String) throws(ConversionProblem) -> MessageFormat {
    guard let format = formats[key] else { throw ConversionProblem("\(key) is not a message that can be decoded here") }
    return format
  }

  // MARK: Octets to messages

  private func entered(_ json: JSON, _ format: MessageFormat, depth: Int, names: inout [(title: String, name: String)]) -> JSON {
    guard depth < Self.maximumDepth else { return json }
    var found = names
    let result = format.map(json) { field, value in
      guard let text = value.stringValue, !text.isEmpty, let rule = ContainedMessages.rule(format.protocolKey, field) else { return nil }
      guard let octets = Hex.decode(text) else { return nil }
      return contained(octets, text, rule, depth: depth, names: &found)
    }
    names = found
    return result
  }

  private func contained(
    _ octets: [UInt8], _ text: String, _ rule: ContainedMessages.Rule, depth: Int, names: inout [(title: String, name: String)]
  ) -> JSON? {
    let candidates = rule.contents.compactMap { formats[$0] }
    var problem: String?
    for format in candidates {
      let value: JSON
      do throws(ConversionProblem) {
        value = try format.decode(octets)
      } catch {
        problem = problem ?? "\(format.title): \(error.text)"
        continue
      }
      let isExact = (try? format.encode(value)) == octets
      // One of several messages is recognised by giving the same octets again.
      guard isExact || (rule.contents.count == 1 && !rule.isPerhapsCiphered) else {
        problem = problem ?? "\(format.title): other octets when encoded again"
        continue
      }
      names.append((format.title, format.name(value)))
      var object = JSON.Object()
      object[rule.isPerhapsCiphered ? Self.assumingNEA0 : format.key] = entered(value, format, depth: depth + 1, names: &names)
      if !isExact { object["octets"] = .string(text) }
      return .object(object)
    }
    if rule.isPerhapsCiphered { return candidates.isEmpty ? nil : ["ciphered": .string(text)] }
    guard let problem, !rule.isPerhapsOther, candidates.count == rule.contents.count else { return nil }
    return ["octets": .string(text), "problem": .string(problem)]
  }

  /// The member that holds a NAS message which the header says is ciphered, and which is nevertheless readable.
  static let assumingNEA0 = "nasAssumingNEA0"

  // MARK: Messages to octets

  private func encode(_ json: JSON, _ format: MessageFormat, depth: Int) throws(ConversionProblem) -> [UInt8] {
    var problem: ConversionProblem?
    let flat = format.map(json) { field, value in
      guard problem == nil, let object = value.objectValue, let rule = ContainedMessages.rule(format.protocolKey, field) else { return nil }
      do throws(ConversionProblem) {
        guard let text = try replaced(object, rule, depth: depth) else { return nil }
        return .string(text)
      } catch {
        problem = ConversionProblem("\(field.path.last ?? ""): \(error.text)")
        return nil
      }
    }
    if let problem { throw problem }
    return try format.encode(flat)
  }

  private func replaced(_ object: JSON.Object, _ rule: ContainedMessages.Rule, depth: Int) throws(ConversionProblem) -> String? {
    if let text = (object["octets"] ?? object["ciphered"])?.stringValue { return text }
    guard let member = object.members.first else { return nil }
    let key = member.key == Self.assumingNEA0 ? "nas" : member.key
    guard rule.contents.contains(key), let format = formats[key] else { return nil }
    guard depth < Self.maximumDepth else { throw ConversionProblem("more than \(Self.maximumDepth) messages within one another") }
    return Hex.encode(try encode(member.value, format, depth: depth + 1))
  }
}
