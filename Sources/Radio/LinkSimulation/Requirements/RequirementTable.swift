import Foundation

/// Results as a table of Markdown, with a row for each requirement.
public enum RequirementTable {
  public static let header = """
    | requirement | antennas | limit | met from | margin | there | trials | |
    |---|---|---|---|---|---|---|---|
    """

  public static func markdown(_ results: [RequirementResult]) -> String {
    ([header] + results.map(row)).joined(separator: "\n") + "\n"
  }

  /// A line of the table.
  public static func row(_ result: RequirementResult) -> String {
    let requirement = result.requirement
    // What is not met is shown where it came the nearest.
    let shown = result.best ?? result.measurements.max { ($0.decibels ?? 0) < ($1.decibels ?? 0) }
    let bound = shown.map { (isThroughput(requirement) ? "≥ " : "≤ ") + percent($0.bound) } ?? ""
    let margin = result.margin.map { "\(result.isMarginOpen ? "≥ " : "")\(decibels($0)) dB" } ?? ""
    return "| \(requirement.name) | \(requirement.antennas) | \(requirement.limit.map { "\(decibels($0)) dB" } ?? "any") "
      + "| \(result.best?.decibels.map { "\(decibels($0)) dB" } ?? "") | \(margin) "
      + "| \(shown.map { percent($0.rate) } ?? "") (\(bound)) | \(shown?.trials ?? 0) "
      + "| \(result.isMet ? "" : result.isIncomplete ? "not finished" : "**not met**") |"
  }

  private static func isThroughput(_ requirement: DemodulationRequirement) -> Bool {
    if case .throughput = requirement.test { true } else { false }
  }

  private static func decibels(_ value: Double) -> String { String(format: "%.2f", value) }

  private static func percent(_ value: Double) -> String { String(format: value < 0.02 ? "%.3f %%" : "%.1f %%", 100 * value) }
}
