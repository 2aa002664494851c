/// Finds what somebody probably meant by a mistyped name.
public enum NearestName {
  /// The candidate with the smallest edit distance, when that is at most 2 or a third of the name's length.
  public static func find(_ name: String, among candidates: [String]) -> String? {
    let limit = max(2, name.count / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = editDistance(Array(name.lowercased().utf8.prefix(64)), Array(candidate.lowercased().utf8.prefix(64)))
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// `did you mean "dnns"?`, or the list of what is possible.
  public static func remedy(for name: String, among candidates: [String]) -> String {
    find(name, among: candidates).map { "did you mean \"\($0)\"?" } ?? "use one of: " + candidates.joined(separator: ", ")
  }

  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
