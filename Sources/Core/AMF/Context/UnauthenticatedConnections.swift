import Runtime

/// Connections of UEs that are not authenticated, by gNB and oldest first: bounded, so that one gNB's flood cannot crowd out
/// the UEs of others.
struct UnauthenticatedConnections {
  private var byAssociation: [AssociationID: [UInt64]] = [:]
  private(set) var count = 0

  mutating func append(_ amfUENGAPID: UInt64, of association: AssociationID) {
    byAssociation[association, default: []].append(amfUENGAPID)
    count += 1
  }

  mutating func remove(_ amfUENGAPID: UInt64, of association: AssociationID) {
    guard let place = byAssociation[association]?.firstIndex(of: amfUENGAPID) else { return }
    byAssociation[association]?.remove(at: place)
    if byAssociation[association]?.isEmpty == true { byAssociation[association] = nil }
    count -= 1
  }

  /// Takes out the oldest connection of the gNB that has most of them.
  mutating func removeOldestOfTheMost() -> UInt64? {
    let most = byAssociation.max { ($0.value.count, $1.key.rawValue) < ($1.value.count, $0.key.rawValue) }
    guard let most, let oldest = most.value.first else { return nil }
    remove(oldest, of: most.key)
    return oldest
  }
}
