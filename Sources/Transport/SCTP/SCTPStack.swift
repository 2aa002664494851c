import CUSRSCTP
import Glibc
import Synchronization

/// The SCTP implementation that a process uses: the kernel's when it has one, else usrsctp over raw IP protocol 132.
///
/// One per process, made where the process is put together and handed to its endpoints; usrsctp has process-wide state, so a second
/// userspace stack is refused until the first is stopped. usrsctp learns the host's addresses when it starts: make the stack after
/// the addresses are configured.
public final class SCTPStack: Sendable {
  public enum Mode: Hashable, Sendable {
    /// The kernel's when it has SCTP, else userspace.
    case automatic
    case kernel
    case userspace
  }

  /// Which implementation runs.
  public let isInKernel: Bool

  /// - Parameters:
  ///   - encapsulationPort: local UDP port for RFC 6951 encapsulation (9899 is registered); `nil` is plain SCTP over IP.
  public init(mode: Mode = .automatic, encapsulationPort: UInt16? = nil) throws(SCTPError) {
    let hasKernel = vt_sctp_kernel_available() != 0
    switch mode {
    case .automatic: isInKernel = hasKernel && encapsulationPort == nil
    case .kernel:
      guard hasKernel else { throw .noTransport }
      guard encapsulationPort == nil else { throw .encapsulationNeedsUserspace }
      isInKernel = true
    case .userspace: isInKernel = false
    }
    if isInKernel { return }
    let result = vt_sctp_user_start(encapsulationPort ?? 0)
    switch -result {
    case 0: break
    case EALREADY: throw .alreadyStarted
    case EPERM, EACCES: throw .noTransport
    default: throw .system(operation: "start userspace SCTP", errorNumber: -result)
    }
  }

  /// Stops userspace SCTP after every endpoint has been closed; what is still being said goodbye to may take a moment, so try again
  /// on ``SCTPError/stillInUse``. The process may also simply end.
  public func stop() throws(SCTPError) {
    guard !isInKernel else { return }
    if vt_sctp_user_stop() < 0 { throw .stillInUse }
  }
}
