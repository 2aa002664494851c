/// Appends big-endian fields to a buffer of fixed size; what does not fit is counted, not written.
struct ElementWriter {
  private let base: UnsafeMutableRawPointer
  private let capacity: Int
  /// Octets that were to be written, also those beyond the capacity.
  private(set) var count = 0

  init(_ buffer: UnsafeMutableRawBufferPointer) {
    // A buffer without memory has the count 0: nothing is ever stored through this pointer then.
    base = buffer.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 1).unsafelyUnwrapped
    capacity = buffer.count
  }

  var isOverflown: Bool { count > capacity }

  /// Claims `size` octets; `nil` when they do not fit.
  @inline(__always)
  private mutating func claim(_ size: Int) -> Int? {
    let start = count
    // Counts of arrays: far from overflow.
    count &+= size
    return count <= capacity ? start : nil
  }

  mutating func writeUInt8(_ value: UInt8) {
    if let start = claim(1) { base.storeBytes(of: value, toByteOffset: start, as: UInt8.self) }
  }
  mutating func writeUInt16(_ value: UInt16) {
    if let start = claim(2) { base.storeBytes(of: value.bigEndian, toByteOffset: start, as: UInt16.self) }
  }
  mutating func writeUInt32(_ value: UInt32) {
    if let start = claim(4) { base.storeBytes(of: value.bigEndian, toByteOffset: start, as: UInt32.self) }
  }
  mutating func writeUInt64(_ value: UInt64) {
    if let start = claim(8) { base.storeBytes(of: value.bigEndian, toByteOffset: start, as: UInt64.self) }
  }

  /// The low 24 bits of `value`.
  mutating func writeUInt24(_ value: UInt32) { writeInteger(UInt64(value), octetCount: 3) }

  /// The low `octetCount` (0 to 8) octets of `value`.
  mutating func writeInteger(_ value: UInt64, octetCount: Int) {
    guard (0...8).contains(octetCount), let start = claim(octetCount) else { return }
    for offset in 0..<octetCount {
      let octet = UInt8(truncatingIfNeeded: value >> UInt64(8 * (octetCount - 1 - offset)))
      base.storeBytes(of: octet, toByteOffset: start &+ offset, as: UInt8.self)
    }
  }

  mutating func writeBytes(_ bytes: [UInt8]) {
    guard let start = claim(bytes.count), !bytes.isEmpty else { return }
    bytes.withUnsafeBytes { source in
      if let first = source.baseAddress { (base + start).copyMemory(from: first, byteCount: source.count) }
    }
  }

  /// Octets behind their one octet length; at most 255 (see `LeafElement.fits`).
  mutating func writeOctets8(_ octets: [UInt8]) {
    writeUInt8(UInt8(truncatingIfNeeded: octets.count))
    writeBytes(octets)
  }

  /// Octets behind their two octet length; at most 65,535 (see `LeafElement.fits`).
  mutating func writeOctets16(_ octets: [UInt8]) {
    writeUInt16(UInt16(truncatingIfNeeded: octets.count))
    writeBytes(octets)
  }

  /// Overwrites what was written at `index`.
  mutating func setUInt8(_ value: UInt8, at index: Int) {
    if index >= 0, index < min(count, capacity) { base.storeBytes(of: value, toByteOffset: index, as: UInt8.self) }
  }

  /// Overwrites what was written at `index`.
  mutating func setUInt16(_ value: UInt16, at index: Int) {
    if index >= 0, index &+ 2 <= min(count, capacity) { base.storeBytes(of: value.bigEndian, toByteOffset: index, as: UInt16.self) }
  }
}

extension ElementWriter {
  /// Values behind their one octet count; at most 255 (see `LeafElement.fits`).
  mutating func writeList8<Value: LeafElement>(_ values: [Value]) {
    writeUInt8(UInt8(truncatingIfNeeded: values.count))
    writeList(values)
  }

  mutating func writeList<Value: LeafElement>(_ values: [Value]) {
    for value in values { value.write(to: &self) }
  }

  /// A value of at most 255 octets behind its length, or the length 0.
  mutating func writeSized8<Value: LeafElement>(_ value: Value?) {
    let lengthIndex = count
    writeUInt8(0)
    value?.write(to: &self)
    setUInt8(UInt8(truncatingIfNeeded: count &- lengthIndex &- 1), at: lengthIndex)
  }

  /// A value of at most 65,535 octets behind its length.
  mutating func writeSized16<Value: LeafElement>(_ value: Value) {
    let lengthIndex = count
    writeUInt16(0)
    value.write(to: &self)
    setUInt16(UInt16(truncatingIfNeeded: count &- lengthIndex &- 2), at: lengthIndex)
  }
}
