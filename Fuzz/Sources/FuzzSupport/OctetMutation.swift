import CFuzz

/// libFuzzer's own changes: bits, octets, integers, words from comparisons and from the dictionary.
public enum OctetMutation {
  public static func mutated(_ value: [UInt8]) -> [UInt8] {
    var buffer = value + [UInt8](repeating: 0, count: 16)
    let count = buffer.withUnsafeMutableBufferPointer { $0.baseAddress.map { vitrum_fuzz_mutate($0, value.count, value.count + 16) } ?? 0 }
    return Array(buffer.prefix(count))
  }
}
