public enum WaveformContent: Sendable, Hashable, Codable {
  case ssb(SynchronizationWaveform)
}
