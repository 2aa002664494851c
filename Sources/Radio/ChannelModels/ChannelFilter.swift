import DSPKernels

/// Samples through a channel, block by block.
///
/// Gains are computed 128 times in a period of the maximum Doppler frequency, or every 2²⁰ samples, and interpolated linearly in between:
/// 70 dB below the signal. How the samples are cut into blocks does not change the result.
public struct ChannelFilter: ~Copyable {
  /// Samples by which the output is late beyond the channel's own delays.
  public let latency: Int

  private static let chunk = 1024

  private struct Tap {
    /// Of its first coefficient's sample, behind the output's.
    var lag: Int
    /// Where its coefficients begin; `nil` where one sample does.
    var coefficients: Int?
  }

  private let realization: ChannelRealization
  private let startSeconds: Double
  private let taps: [Tap]
  private let coefficients: [Float]
  private let history: Int
  /// Samples between two computations of the gains; `nil` for a channel that does not change.
  private let interval: Int?
  /// Since the last computation.
  private var position = 0
  private var computations = 0
  /// Where the next sample goes in each antenna's buffer.
  private var cursor: Int

  /// Each antenna's real parts, then its imaginary ones, `capacity` each.
  private let inputs: UnsafeMutablePointer<Float>
  private let capacity: Int
  private let outputs: UnsafeMutablePointer<Float>
  private let delayed: UnsafeMutablePointer<Float>
  /// Real and imaginary parts now, and of what they change by from sample to sample.
  private let gains: UnsafeMutablePointer<Float>
  private let next: UnsafeMutablePointer<Float>

  /// - Parameter startSeconds: the realization's time when the first sample passes.
  public init(_ realization: ChannelRealization, startSeconds: Double = 0) {
    self.realization = realization
    self.startSeconds = startSeconds
    let isSinc = realization.delayInterpolation == .windowedSinc && realization.delays.contains { $0 > 0 }
    latency = isSinc ? FractionalDelay.center : 0
    var coefficients: [Float] = []
    taps = realization.delays.map { delay in
      let samples = delay * realization.sampleRateHz
      let nearest = samples.rounded()
      guard isSinc else { return Tap(lag: Int(nearest), coefficients: nil) }
      guard abs(samples - nearest) > 1e-6 else { return Tap(lag: Int(nearest) + FractionalDelay.center, coefficients: nil) }
      let whole = samples.rounded(.down)
      coefficients += FractionalDelay.coefficients(samples - whole)
      return Tap(lag: Int(whole), coefficients: coefficients.count - FractionalDelay.count)
    }
    self.coefficients = coefficients
    history = (taps.map(\.lag).max() ?? 0) + FractionalDelay.count
    interval =
      realization.maximumDopplerHz > 0
      ? max(1, Int(min(0x1p20, realization.sampleRateHz / (128 * realization.maximumDopplerHz)))) : nil
    capacity = 2 * (history + Self.chunk)
    cursor = history
    inputs = Self.zeros(realization.transmitAntennas * 2 * capacity)
    outputs = Self.zeros(realization.receiveAntennas * 2 * Self.chunk)
    delayed = Self.zeros(2 * Self.chunk)
    let count = 2 * realization.tapCount * realization.linkCount
    gains = Self.zeros(count)
    next = Self.zeros(count)
    compute(into: next)
    advance()
  }

  deinit {
    inputs.deallocate()
    outputs.deallocate()
    delayed.deallocate()
    gains.deallocate()
    next.deallocate()
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    let pointer = UnsafeMutablePointer<Float>.allocate(capacity: count)
    pointer.initialize(repeating: 0, count: count)
    return pointer
  }

  /// The gains of the computation that is due.
  private mutating func compute(into target: UnsafeMutablePointer<Float>) {
    let samples = Double(computations) * Double(interval ?? 0) - Double(latency)
    realization.gains(
      startSeconds + samples / realization.sampleRateHz, target, target + realization.tapCount * realization.linkCount)
    computations += 1
  }

  /// To the next interval: `next` becomes what the gains change by.
  private mutating func advance() {
    let count = 2 * realization.tapCount * realization.linkCount
    position = 0
    guard let interval else {
      gains.update(from: next, count: count)
      next.update(repeating: 0, count: count)
      return
    }
    if computations == 1 {
      gains.update(from: next, count: count)
    } else {
      for index in 0..<count { gains[index] += Float(interval) * next[index] }
    }
    compute(into: next)
    let scale = 1 / Float(interval)
    for index in 0..<count { next[index] = (next[index] - gains[index]) * scale }
  }

  /// Filters a block of any length.
  /// - Parameters:
  ///   - input: [transmit antenna][sample].
  ///   - output: [receive antenna][sample], as many of each; what it had is overwritten.
  public mutating func filter(_ input: UnsafeBufferPointer<Complex>, into output: UnsafeMutableBufferPointer<Complex>) {
    let total = input.count / realization.transmitAntennas
    precondition(input.count == total * realization.transmitAntennas && output.count == total * realization.receiveAntennas)
    guard let source = input.baseAddress, let target = output.baseAddress else { return }
    var done = 0
    while done < total {
      if position == interval { advance() }
      let count = min(total - done, Self.chunk, (interval ?? .max) - position)
      if cursor + count > capacity { rewind() }
      for antenna in 0..<realization.transmitAntennas {
        let real = inputs + antenna * 2 * capacity + cursor
        let imaginary = real + capacity
        let samples = source + antenna * total + done
        for index in 0..<count { (real[index], imaginary[index]) = (samples[index].real, samples[index].imaginary) }
      }
      accumulate(count)
      for antenna in 0..<realization.receiveAntennas {
        let real = outputs + antenna * 2 * Self.chunk
        let imaginary = real + Self.chunk
        let samples = target + antenna * total + done
        for index in 0..<count { samples[index] = Complex(real[index], imaginary[index]) }
      }
      cursor += count
      if interval != nil { position += count }
      done += count
    }
  }

  /// Keeps of each antenna's samples what the taps still need.
  private mutating func rewind() {
    for part in 0..<(2 * realization.transmitAntennas) {
      let base = inputs + part * capacity
      base.update(from: base + cursor - history, count: history)
    }
    cursor = history
  }

  private func accumulate(_ count: Int) {
    outputs.update(repeating: 0, count: realization.receiveAntennas * 2 * Self.chunk)
    let parts = realization.tapCount * realization.linkCount
    for transmit in 0..<realization.transmitAntennas {
      let samples = inputs + transmit * 2 * capacity + cursor
      for (index, tap) in taps.enumerated() {
        var real = UnsafePointer(samples - tap.lag)
        var imaginary = real + capacity
        if let first = tap.coefficients {
          coefficients.withUnsafeBufferPointer { coefficients in
            guard let base = coefficients.baseAddress else { return }
            ChannelKernels.convolve(real, base + first, delayed, count)
            ChannelKernels.convolve(imaginary, base + first, delayed + Self.chunk, count)
          }
          real = UnsafePointer(delayed)
          imaginary = real + Self.chunk
        }
        for receive in 0..<realization.receiveAntennas {
          let link = index * realization.linkCount + receive * realization.transmitAntennas + transmit
          let output = outputs + receive * 2 * Self.chunk
          ChannelKernels.accumulate(
            real, imaginary, gain: (gains[link], gains[parts + link]), change: (next[link], next[parts + link]), from: position,
            output, output + Self.chunk, count)
        }
      }
    }
  }
}

/// Loops over samples in separate real and imaginary parts.
enum ChannelKernels {
  /// y(n) = Σ c(k) x(n - k) for the coefficients of a fractional delay.
  static func convolve(_ x: UnsafePointer<Float>, _ c: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    var n = 0
    while n + 16 <= count {
      var low = SIMD8<Float>.zero
      var high = SIMD8<Float>.zero
      for k in 0..<FractionalDelay.count {
        let source = UnsafeRawPointer(x + n - k)
        low += source.loadUnaligned(as: SIMD8<Float>.self) * c[k]
        high += source.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self) * c[k]
      }
      UnsafeMutableRawPointer(y + n).storeBytes(of: low, as: SIMD8<Float>.self)
      UnsafeMutableRawPointer(y + n).storeBytes(of: high, toByteOffset: 32, as: SIMD8<Float>.self)
      n += 16
    }
    while n < count {
      var sum: Float = 0
      for k in 0..<FractionalDelay.count { sum += x[n - k] * c[k] }
      y[n] = sum
      n += 1
    }
  }

  /// y(n) += (gain + (from + n) change) x(n).
  static func accumulate(
    _ real: UnsafePointer<Float>, _ imaginary: UnsafePointer<Float>, gain: (Float, Float), change: (Float, Float), from: Int,
    _ outputReal: UnsafeMutablePointer<Float>, _ outputImaginary: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var n = 0
    var place = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7) + Float(from)
    while n + 8 <= count {
      let x = UnsafeRawPointer(real + n).loadUnaligned(as: SIMD8<Float>.self)
      let y = UnsafeRawPointer(imaginary + n).loadUnaligned(as: SIMD8<Float>.self)
      let a = gain.0 + place * change.0
      let b = gain.1 + place * change.1
      let targetReal = UnsafeMutableRawPointer(outputReal + n)
      let targetImaginary = UnsafeMutableRawPointer(outputImaginary + n)
      targetReal.storeBytes(of: targetReal.loadUnaligned(as: SIMD8<Float>.self) + (a * x - b * y), as: SIMD8<Float>.self)
      targetImaginary.storeBytes(of: targetImaginary.loadUnaligned(as: SIMD8<Float>.self) + (a * y + b * x), as: SIMD8<Float>.self)
      place += 8
      n += 8
    }
    while n < count {
      let a = gain.0 + Float(from + n) * change.0
      let b = gain.1 + Float(from + n) * change.1
      outputReal[n] += a * real[n] - b * imaginary[n]
      outputImaginary[n] += a * imaginary[n] + b * real[n]
      n += 1
    }
  }
}
