import Foundation
import Modulation

extension Constellation {
  /// Shares and rates of exponentials: of the information of a bit, 1 - Σ share · exp(-rate · SNR), within 0.0003 bits of the integral.
  private var informationTerms: [(share: Float, rate: Float)] {
    switch self {
    case .bpsk, .piHalfBPSK, .qpsk:
      [(0.001217, 7.3853), (0.017609, 2.90142), (0.096567, 1.35182), (0.307787, 0.742351), (0.57682, 0.523906)]
    case .qam16: [(0.039069, 1.46109), (0.26958, 0.558104), (0.347887, 0.143429), (0.343464, 0.100946)]
    case .qam64:
      [(0.085071, 1.08337), (0.100874, 0.384067), (0.267976, 0.144529), (0.198026, 0.0380151), (0.348053, 0.0249736)]
    case .qam256:
      [
        (0.063226, 1.09394), (0.142611, 0.310813), (0.10842, 0.109193), (0.242746, 0.0374222), (0.141257, 0.00996161),
        (0.30174, 0.00624644),
      ]
    case .qam1024:
      [
        (0.05522, 1.05282), (0.128578, 0.277497), (0.1719, 0.0680994), (0.1681, 0.0158059), (0.146072, 0.00616419),
        (0.33013, 0.00166913),
      ]
    }
  }

  /// The mutual information of each bit of a symbol, on average, with white noise and bits that are demapped each for itself: 0 to 1.
  /// - Parameter signalToNoise: the power of symbols over that of noise. BPSK has half of its noise beside its axis.
  public func bitInformation(signalToNoise: Float) -> Float {
    guard signalToNoise > 0 else { return 0 }
    // One bit with the whole power is like one of two bits with each half of it.
    let ratio = order == 1 ? 2 * signalToNoise : signalToNoise
    return max(0, 1 - informationTerms.reduce(0) { $0 + $1.share * exp(-$1.rate * ratio) })
  }
}
