import Base
import Configuration
import Security
import Storage

extension Configuration {
  /// Every slice of the PLMN with its data networks, the first slice by default: the subscription of someone for whom nothing else is said.
  public var subscribedSlices: [SubscribedSlice] {
    slices.enumerated().map { index, slice in
      SubscribedSlice(
        snssai: slice, isDefault: index == 0,
        dataNetworks: smf.dataNetworks.filter { $0.slices.contains(slice) }.map { network in
          let type: PDUSessionType =
            switch (network.ipv4Pool, network.ipv6Pool) {
            case (.some, .some): .ipv4v6
            case (nil, .some): .ipv6
            default: .ipv4
            }
          let types: [PDUSessionType] = type == .ipv4v6 ? [.ipv4v6, .ipv4, .ipv6] : [type]
          return SubscribedDataNetwork(
            dnn: network.dnn, defaultSessionType: type, allowedSessionTypes: types, fiveQI: pcf.fiveQI,
            arp: AllocationRetentionPriority(priorityLevel: pcf.arpPriorityLevel), sessionAMBR: network.sessionAMBR)
        })
    }
  }

  /// ``subscribedSlices`` in the form of an import file.
  public var subscribedSlicesJSON: JSON? {
    let credentials = AuthenticationCredentials(key: SecretBytes([]), operatorVariant: SecretBytes([]))
    return Subscriber(supi: "", credentials: credentials, slices: subscribedSlices).json()["slices"]
  }
}
