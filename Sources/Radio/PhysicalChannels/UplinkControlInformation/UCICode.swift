import ChannelCoding
import Modulation

/// The coding of UCI (TS 38.212 §6.3.1.2 to §6.3.1.5, and §6.3.2.2 to §6.3.2.5 of the same kind): up to 11 bits with a small block code,
/// more with one or two polar codes and a CRC. It is made once for a size.
public struct UCICode: Sendable, Hashable {
  /// Bits of information (A).
  public let bitCount: Int
  /// Bits that are sent (E_UCI).
  public let outputCount: Int
  /// Bits of a symbol (Q_m), which decide where bits of one and two stand.
  public let modulationOrder: Int

  enum Scheme: Sendable, Hashable {
    case small(SmallBlockCode)
    /// The code of each code block, whose message has a CRC.
    case polar(PolarCode, CRC)
  }
  let scheme: Scheme
  /// Code blocks (C_UCI), 1 or 2.
  public let codeBlockCount: Int

  /// Whether a coded bit is none of the placeholders that fill the symbols of one and two bits (§5.3.3.1, §5.3.3.2).
  func isInformative(_ index: Int) -> Bool { bitCount > 2 || modulationOrder == 1 || index % modulationOrder < bitCount }

  /// The coded bits without placeholders.
  var informativeCount: Int {
    guard bitCount <= 2, modulationOrder > 1 else { return outputCount }
    return outputCount / modulationOrder * bitCount + min(outputCount % modulationOrder, bitCount)
  }

  /// The bits of the CRC of each code block (L, §6.3.1.2): 0 up to 11 bits, 6 up to 19, then 11.
  public static func checkCount(bitCount: Int) -> Int { bitCount <= 11 ? 0 : bitCount <= 19 ? 6 : 11 }

  /// The code blocks that bits are segmented into (§6.3.1.2.1).
  public static func codeBlockCount(bitCount: Int, outputCount: Int) -> Int {
    bitCount >= 360 && outputCount >= 1088 || bitCount >= 1013 ? 2 : 1
  }

  /// - Parameters:
  ///   - bitCount: 1 to 1706.
  ///   - outputCount: for more than 11 bits at least as many as each code block has with its CRC, and at most 8192 for each.
  ///   - modulationOrder: 1, 2, 4, 6 or 8.
  /// - Throws: beyond these.
  public init(bitCount: Int, outputCount: Int, modulationOrder: Int) throws(ParameterError) {
    guard 1...1706 ~= bitCount else {
      throw ParameterError("bitCount", bitCount, "UCI has 1 to 1706 bits", "TS 38.212 §5.2.1")
    }
    guard outputCount >= 1 else {
      throw ParameterError("outputCount", outputCount, "UCI has coded bits", "TS 38.212 §6.3.1.4")
    }
    self.bitCount = bitCount
    self.outputCount = outputCount
    self.modulationOrder = modulationOrder
    do {
      if bitCount <= 11 {
        guard outputCount <= 1 << 20 else {
          throw ParameterError("outputCount", outputCount, "no channel has so many bits for UCI", "TS 38.212 §6.3.1.4")
        }
        codeBlockCount = 1
        scheme = .small(try SmallBlockCode(informationCount: bitCount, modulationOrder: modulationOrder))
      } else {
        guard [1, 2, 4, 6, 8].contains(modulationOrder) else {
          throw ParameterError("modulationOrder", modulationOrder, "a symbol has 1, 2, 4, 6 or 8 bits", "TS 38.211 §5.1")
        }
        codeBlockCount = Self.codeBlockCount(bitCount: bitCount, outputCount: outputCount)
        let size = (bitCount + codeBlockCount - 1) / codeBlockCount + Self.checkCount(bitCount: bitCount)
        let code = try PolarCode(.uplink, informationCount: size, outputCount: outputCount / codeBlockCount)
        scheme = .polar(code, bitCount <= 19 ? .crc6 : .crc11)
      }
    } catch let error as ParameterError {
      throw error
    } catch {
      throw ParameterError("outputCount", outputCount, "\(error)", "TS 38.212 §6.3.1")
    }
  }

  /// The coded bits (g, §6.3.1.5).
  /// - Throws: for another number of bits than `bitCount`.
  public func encode(_ bits: BitSequence) throws(ParameterError) -> [SmallBlockCode.Bit] {
    guard bits.count == bitCount else {
      throw ParameterError("bits", bits.count, "the code has \(bitCount)", "TS 38.212 §6.3.1.2")
    }
    do {
      switch scheme {
      case .small(let code): return try code.encode(bits, count: outputCount)
      case .polar(let code, let crc):
        var coded: [SmallBlockCode.Bit] = []
        coded.reserveCapacity(outputCount)
        for block in 0..<codeBlockCount {
          var message = codeBlock(bits, block)
          crc.append(to: &message)
          let sent = try code.encode(message)
          for index in 0..<sent.count { coded.append(sent[index] ? .one : .zero) }
        }
        coded.append(contentsOf: repeatElement(.zero, count: outputCount - coded.count))
        return coded
      }
    } catch {
      throw ParameterError("bits", bits.count, "\(error)", "TS 38.212 §6.3.1")
    }
  }

  /// Zeros in front of the first code block (§5.2.1).
  var paddingCount: Int { bitCount % codeBlockCount == 0 ? 0 : codeBlockCount - bitCount % codeBlockCount }

  private func codeBlock(_ bits: BitSequence, _ block: Int) -> BitSequence {
    let padding = paddingCount
    let size = (bitCount + padding) / codeBlockCount
    var message = BitSequence()
    if block == 0 { message.append(0, count: padding) }
    message.append(bits, max(0, block * size - padding)..<((block + 1) * size - padding))
    return message
  }
}
