/// Why octets are not a datagram of the radio link, or a message does not fit one.
public enum RadioLinkError: Error, Hashable, Sendable {
  /// Octets end before the field.
  case truncated(field: String)
  /// The field has a value that is not defined.
  case invalid(field: String)
  /// Octets are left behind the message.
  case trailingOctets
  /// The encoded message would exceed ``RadioFrame/maximumOctets``, or a list its counter.
  case tooLong(field: String)
  /// Too many messages wait for acknowledgement.
  case queueFull
}
