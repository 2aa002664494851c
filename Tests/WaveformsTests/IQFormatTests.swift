import DSPKernels
import Foundation
import Modulation
import Testing

@testable import Waveforms

@Suite struct IQFormatTests {
  @Test("Floats are little endian, real part first")
  func floats() throws {
    let samples = [Complex(1, -2), Complex(0.5, 0)]
    let octets = try IQFormat.complexFloat32.octets(samples)
    #expect(octets == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F, 0, 0, 0, 0])
    #expect(try IQFormat.complexFloat32.samples(octets) == samples)
  }

  @Test("Integers are little endian steps of the full scale, and are cut off beyond it")
  func integers() throws {
    let octets = try IQFormat.complexInt16.octets([Complex(1, -2), Complex(0.5, 4)], fullScale: 2)
    #expect(octets == [0x00, 0x40, 0x00, 0x80, 0x00, 0x20, 0xFF, 0x7F])
    let samples = try IQFormat.complexInt16.samples(octets, fullScale: 2)
    #expect(samples[0] == Complex(1, -2) && abs(samples[1].imaginary - 2) < 1e-3)
  }

  @Test("A file's name says its format")
  func names() {
    #expect(IQFormat(path: "a/b.CF32") == .complexFloat32 && IQFormat(path: "x.y.ci16") == .complexInt16)
    #expect(IQFormat(path: "cf32") == nil || IQFormat(path: "cf32") == .complexFloat32)
    #expect(IQFormat(path: "a.cf32/b") == nil && IQFormat(path: "") == nil && IQFormat(path: "a.iq") == nil)
  }

  @Test("Truncated files and samples that are no numbers are refused by name")
  func refusals() throws {
    func parameter(_ body: () throws -> Void) -> String? {
      do { try body() } catch { return (error as? ParameterError)?.parameter }
      return nil
    }
    for (format, count) in [(IQFormat.complexFloat32, 15), (.complexInt16, 6), (.complexFloat32, 1)] {
      #expect(parameter { _ = try format.samples([UInt8](repeating: 0, count: count)) } == "octets")
    }
    #expect(parameter { _ = try IQFormat.complexFloat32.samples([0, 0, 0, 0, 0, 0, 0xC0, 0x7F]) } == "samples[0]")
    #expect(parameter { _ = try IQFormat.complexInt16.octets([.zero, Complex(.infinity, 0)]) } == "samples[1]")
    for scale: Float in [0, -1, .nan, .infinity] {
      #expect(parameter { _ = try IQFormat.complexInt16.samples([], fullScale: scale) } == "fullScale")
    }
    #expect(try IQFormat.complexFloat32.samples([]).isEmpty)
  }

  @Test("A description comes back from its JSON, and other JSON is refused")
  func description() throws {
    let content = WaveformContent.ssb(SynchronizationWaveform(cellIdentity: 17, blocks: [1, 3]))
    let description = WaveformDescription(
      format: .complexInt16, sampleRateHz: 30_720_000, carrierFrequencyHz: 3.5e9, sampleCount: 5, fullScale: 0.5, content: content)
    #expect(try WaveformDescription(json: description.json) == description)
    let text = String(decoding: description.json, as: UTF8.self)
    for (from, to, parameter) in [
      ("\"ci16_le\"", "\"ci8\"", "format"), ("30720000", "-1", "sampleRateHz"), ("30720000", "\"x\"", "sampleRateHz"),
      ("\"antennaCount\" : 1", "\"antennaCount\" : 0", "antennaCount"), ("0.5", "0", "fullScale"),
      ("\"cellIdentity\" : 17,", "", "content.ssb.cellIdentity"), ("\"ssb\"", "\"other\"", "content"), ("{", "", "description"),
      ("3500000000", "-1", "carrierFrequencyHz"), ("\"sampleCount\" : 5", "\"sampleCount\" : 9223372036854775807", "sampleCount"),
    ] {
      #expect(text.contains(from))
      #expect {
        try WaveformDescription(json: Array(text.replacingOccurrences(of: from, with: to).utf8))
      } throws: {
        guard let error = $0 as? ParameterError else { return false }
        return error.parameter == parameter && (error.reason.contains("correct it") || error.reason.contains("add it"))
      }
    }
    #expect(throws: ParameterError.self) { try WaveformDescription(json: [0xFF, 0]) }
  }
}
