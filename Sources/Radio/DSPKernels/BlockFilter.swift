/// A filter with a finite response, by transforms of overlapping blocks (overlap-save).
public struct BlockFilter: ~Copyable {
  /// Coefficients.
  public let count: Int
  private let size: Int
  private var transform: FourierTransform
  /// Of the response, divided by the size.
  private let spectrum: UnsafeMutableBufferPointer<Complex>
  private let block: UnsafeMutableBufferPointer<Complex>

  /// - Returns: `nil` without coefficients, or for more than 2^18.
  public init?(_ response: [Complex]) {
    guard 1...(1 << 18) ~= response.count else { return nil }
    var size = 256
    while size < 8 * response.count, size < 1 << 14 { size *= 2 }
    while size < 2 * response.count { size *= 2 }
    guard let transform = FourierTransform(count: size) else { return nil }
    self.transform = transform
    self.size = size
    count = response.count
    spectrum = .allocate(capacity: size)
    block = .allocate(capacity: size)
    spectrum.initialize(repeating: .zero)
    block.initialize(repeating: .zero)
    for (index, value) in response.enumerated() { spectrum[index] = value * (1 / Float(size)) }
    self.transform.forward(spectrum)
  }

  /// With real coefficients.
  public init?(_ response: [Float]) { self.init(response.map { Complex($0, 0) }) }

  deinit {
    spectrum.deallocate()
    block.deallocate()
  }

  /// Σ_k response[k] · x[n + delay - k] for each n of the input, with silence around it.
  /// - Parameter delay: samples by which the output is earlier; half of an odd number of coefficients takes away a symmetric filter's delay.
  public mutating func filter(_ input: [Complex], delay: Int = 0) -> [Complex] {
    let advance = size - count + 1
    return [Complex](unsafeUninitializedCapacity: input.count) { output, written in
      var start = 0
      while start < input.count {
        // The block begins with what the first output still reaches.
        let first = start + delay - (count - 1)
        for index in 0..<size {
          let place = first + index
          block[index] = input.indices.contains(place) ? input[place] : .zero
        }
        transform.forward(block)
        for index in 0..<size { block[index] = block[index] * spectrum[index] }
        transform.inverse(block)
        let made = min(advance, input.count - start)
        for index in 0..<made { (output.baseAddress.unsafelyUnwrapped + start + index).initialize(to: block[count - 1 + index]) }
        start += made
      }
      written = input.count
    }
  }
}
