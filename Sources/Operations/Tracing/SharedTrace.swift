import Base
import Runtime
import Synchronization

/// Gives every event to several sinks.
public struct TraceFanOut: TraceSink {
  private let sinks: [any TraceSink]

  public init(_ sinks: [any TraceSink]) { self.sinks = sinks }

  public func record(_ event: TraceEvent) {
    for sink in sinks { sink.record(event) }
  }
}
