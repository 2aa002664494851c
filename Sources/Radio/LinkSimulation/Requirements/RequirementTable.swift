import Foundation

/// Results as a table of Markdown, with a row for each requirement.
public enum RequirementTable {
  public static func markdown(_ results: [RequirementResult]) -> String {
    var lines = [
      "| requirement | antennas | limit | met from | margin | there | trials | |", "|---|---|---|---|---|---|---|---|",
    ]
    for result in results {
      let requirement = result.requirement
      // What is not met is shown where it came the nearest.
      let shown = result.best ?? result.measurements.max { ($0.decibels ?? 0) < ($1.decibels ?? 0) }
      let bound = shown.map { (isThroughput(requirement) ? "≥ " : "≤ ") + percent($0.bound) } ?? ""
      lines.append(
        "| \(requirement.name) | \(requirement.antennas) | \(requirement.limit.map { "\(decibels($0)) dB" } ?? "any") "
          + "| \(result.best?.decibels.map { "\(decibels($0)) dB" } ?? "") | \(result.margin.map { "\(result.isMarginOpen ? "≥ " : "")\(decibels($0)) dB" } ?? "") "
          + "| \(shown.map { percent($0.rate) } ?? "") (\(bound)) | \(shown?.trials ?? 0) "
          + "| \(result.isMet ? "" : result.isIncomplete ? "not finished" : "**not met**") |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func isThroughput(_ requirement: DemodulationRequirement) -> Bool {
    if case .throughput = requirement.test { true } else { false }
  }

  private static func decibels(_ value: Double) -> String { String(format: "%.2f", value) }

  private static func percent(_ value: Double) -> String { String(format: value < 0.02 ? "%.3f %%" : "%.1f %%", 100 * value) }
}
