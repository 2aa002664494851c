import ArgumentParser
import Base
import CaptureAnalysis
import CommandSupport
import Dissection
import Glibc
import MessageCommands
import Synchronization

/// The user asked to stop.
private let isInterrupted = Atomic<Bool>(false)

/// Shows the messages of a capture.
struct CaptureCommand {
  let path: String
  let options: DecodeOptions

  /// - Throws: exit status 2 when the file is no capture, ends within a packet, or has messages that cannot be decoded; 130 after Ctrl-C.
  func run() throws {
    guard options.octets == nil else {
      throw ValidationError("'\(path)' is no protocol; there are \(Formats.names), and a capture is given alone")
    }
    for name in options.capture.protocols where !MessagePrinter.isKnown(name) {
      throw ValidationError(
        "--protocol '\(name)' is no protocol of a capture; there are \(MessagePrinter.protocols.joined(separator: ", "))")
    }
    guard !options.lines else { throw ValidationError("--lines is for messages, not for captures") }
    let file = try CaptureInput(path)
    Self.watchSignals()
    var reader = CaptureReader { (count: Int) throws(CaptureFormatError) in try file.read(count) }
    var analyzer = CaptureAnalyzer()
    var printer = MessagePrinter(options: options, isLive: !file.isRegular)
    var progress = Progress(total: file.size)
    var problem: CaptureFormatError?
    do throws(CaptureFormatError) {
      while !isInterrupted.load(ordering: .relaxed), !printer.isFinished, let packet = try reader.next() {
        if let last = options.capture.frame?.numbers.upperBound, packet.number > last { break }
        for message in analyzer.receive(packet) { printer.show(message) }
        progress.report(offset: reader.offset, packets: packet.number)
      }
    } catch {
      problem = error
    }
    printer.flush()
    progress.clear()
    try finish(analyzer.counts, printer, problem)
  }

  private func finish(_ counts: CaptureAnalyzer.Counts, _ printer: MessagePrinter, _ problem: CaptureFormatError?) throws {
    for (type, count) in counts.unknownLinkType.sorted(by: { $0.key < $1.key }) {
      printError("\(count) packets of link type \(type), which is not known here, were left out")
    }
    if counts.encryptedConnections > 0 {
      printError("\(counts.encryptedConnections) TLS connections: their messages are encrypted and not shown")
    }
    if counts.connectionsWithoutBeginning > 0 {
      printError(
        "\(counts.connectionsWithoutBeginning) connections look like HTTP/2 that began before the capture: their messages cannot be read")
    }
    if isInterrupted.load(ordering: .relaxed) { throw ExitCode(128 + SIGINT) }
    if let problem { throw failure("\(path == "-" ? "stdin" : path): \(problem)", .invalidInput) }
    if printer.undecodableCount > 0 {
      throw failure("\(printer.undecodableCount) messages cannot be decoded; each says why at its place", .invalidInput)
    }
  }

  /// Ctrl-C ends the reading after the present packet, and a reader that has seen enough (`| head`) ends the program.
  private static func watchSignals() {
    _ = isInterrupted.load(ordering: .relaxed)
    signal(SIGPIPE, SIG_DFL)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in isInterrupted.store(true, ordering: .relaxed) }
    // Without SA_RESTART, so that waiting for input ends too; a second Ctrl-C ends the program at once.
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(SIGINT, &action, nil)
    // Whoever starts this program may have blocked the signal.
    var interruption = sigset_t()
    sigemptyset(&interruption)
    sigaddset(&interruption, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &interruption, nil)
  }
}

/// A file, or stdin for `-`.
private struct CaptureInput {
  private let descriptor: Int32
  let isRegular: Bool
  /// In octets; `nil` for a pipe.
  let size: UInt64?

  init(_ path: String) throws {
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let isProtocolLike = errno == ENOENT && !path.contains { $0 == "/" || $0 == "." }
      if isProtocolLike { throw ValidationError("'\(path)' is neither a protocol nor a file; protocols are \(Formats.names)") }
      throw errno == ENOENT
        ? failure("\(path): there is no such file", .invalidInput)
        : failure("\(path): cannot be read (\(String(cString: strerror(errno))))", .invalidInput)
    }
    var status = stat()
    isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    size = isRegular ? UInt64(clamping: status.st_size) : nil
  }

  func read(_ count: Int) throws(CaptureFormatError) -> [UInt8] {
    var result = 0
    let octets = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      result = Glibc.read(descriptor, buffer.baseAddress, count)
      filled = max(0, result)
    }
    // Interrupted: the packets so far are all.
    if result < 0, errno != EINTR { throw .unreadable(String(cString: strerror(errno))) }
    return octets
  }
}

/// A line on a terminal that tells how far a long capture has been read.
private struct Progress {
  private let total: UInt64?
  private var lastPercent: UInt64 = 0
  private var isShown = false

  /// - Parameter total: octets of the file.
  init(total: UInt64?) {
    // Where the messages themselves appear on the terminal, they are the progress.
    let isWanted = isatty(2) == 1 && isatty(1) == 0 && total ?? 0 > 16 << 20
    self.total = isWanted ? total : nil
  }

  mutating func report(offset: UInt64, packets: Int) {
    guard let total else { return }
    let percent = offset * 100 / max(1, total)
    guard percent != lastPercent else { return }
    lastPercent = percent
    isShown = true
    writeAll("\r\(percent) % of \(total >> 20) MiB, \(packets) packets", to: 2)
  }

  mutating func clear() {
    if isShown { writeAll("\r\u{1B}[K", to: 2) }
    isShown = false
  }
}
