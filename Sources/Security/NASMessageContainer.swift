/// The NAS message container of an initial NAS message (TS 24.501 §4.4.6, §9.11.3.33): only its value part is ciphered, with the COUNT of
/// the message that carries it.
extension NASSecurityContext {
  /// UE: the ciphered value part for the initial message that is protected next.
  /// - Throws: `countExhausted`.
  public func cipheredMessageContainer(_ plain: [UInt8]) throws(SecurityError) -> [UInt8] {
    guard let count = state.nextUplinkCount else { throw .countExhausted }
    return try applyToContainer(plain, count: count)
  }

  /// Network: the plain message in the container of the initial message that was unprotected last.
  public func decipheredMessageContainer(_ ciphered: [UInt8]) throws(SecurityError) -> [UInt8] {
    try applyToContainer(ciphered, count: lastUplinkCount ?? .zero)
  }

  private func applyToContainer(_ octets: [UInt8], count: NASCount) throws(SecurityError) -> [UInt8] {
    let key = KeyHierarchy.algorithmKey(from: kAMF, type: .nasCiphering, algorithmIdentity: algorithms.ciphering.rawValue)
    return try NEA.apply(
      algorithms.ciphering, key: key, count: count.rawValue, bearer: state.accessType.rawValue, direction: .uplink, octets: octets)
  }
}
