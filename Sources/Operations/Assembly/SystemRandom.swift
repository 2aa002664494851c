import Base
import Glibc

/// Random octets of the kernel (`getrandom`): the production ``RandomSource``.
public final class SystemRandom: RandomSource {
  public init() {}

  public func bytes(_ count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let result = getrandom(buffer.baseAddress.map { $0 + filled }, count - filled, 0)
        // After boot, getrandom fails only when a signal interrupts it; anything else means that there is no randomness to go on with.
        precondition(result > 0 || errno == EINTR, "getrandom failed")
        filled += max(0, result)
      }
    }
  }
}
