import DSPKernels

/// Samples of one symbol, turned by a frequency, and their transform.
struct SampleWindow: ~Copyable {
  let count: Int
  private var transform: FourierTransform
  private let values: UnsafeMutableBufferPointer<Complex>

  /// - Returns: `nil` for a length without a transform.
  init?(count: Int) {
    guard let transform = FourierTransform(count: count) else { return nil }
    self.count = count
    self.transform = transform
    values = .allocate(capacity: count)
    values.initialize(repeating: .zero)
  }

  deinit { values.deallocate() }

  /// Transforms the samples from `start` on, all of which are there.
  /// - Parameters:
  ///   - first: turns of the first sample.
  ///   - step: by how many turns each sample is turned against the one in front.
  mutating func transform(_ samples: UnsafeBufferPointer<Complex>, from start: Int, first: Double, step: Double) {
    // The factor is made anew after each 64 samples, so that no error grows.
    let factor = PrimarySynchronizationSearch.rotation(step)
    for base in stride(from: 0, to: count, by: 64) {
      var rotation = PrimarySynchronizationSearch.rotation(first + step * Double(base))
      for place in base..<min(base + 64, count) {
        values[place] = samples[start + place] * rotation
        rotation = rotation * factor
      }
    }
    transform.forward(values)
  }

  /// A subcarrier, which may be negative, of the last transform; not divided by the window's length.
  subscript(subcarrier: Int) -> Complex { values[subcarrier < 0 ? subcarrier + count : subcarrier] }
}
