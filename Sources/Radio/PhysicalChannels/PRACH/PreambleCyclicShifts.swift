/// The parameters of restricted sets (TS 38.211 §6.3.3.1).
private struct RestrictedShifts {
  /// n_shift^RA, d_start and n_group^RA.
  var shiftCount: Int
  var start: Int
  var groupCount: Int
  /// n̄_shift^RA.
  var lastGroupCount: Int
  /// d̿_start and n̿_shift^RA.
  var second = (start: 0, count: 0)
  /// d⃛_start and n⃛_shift^RA.
  var third = (start: 0, count: 0)

  func cyclicShifts(spacing: Int) -> [Int] {
    let first = (0..<max(0, shiftCount * groupCount + lastGroupCount)).map { start * ($0 / shiftCount) + $0 % shiftCount * spacing }
    return first + (0..<max(0, second.count)).map { second.start + $0 * spacing }
      + (0..<max(0, third.count)).map { third.start + $0 * spacing }
  }
}

extension PreambleSet {
  /// C_v of a root in the order of v (TS 38.211 §6.3.3.1).
  /// - Parameter spacing: N_CS, which is not 0 for a restricted set.
  static func cyclicShifts(root: Int, length: Int, spacing: Int, _ set: RestrictedSet) -> [Int] {
    switch set {
    case .unrestricted: spacing == 0 ? [0] : (0..<(length / spacing)).map { $0 * spacing }
    case .typeA: typeA(offsetShift(root: root, length: length), length, spacing)?.cyclicShifts(spacing: spacing) ?? []
    case .typeB: typeB(offsetShift(root: root, length: length), length, spacing)?.cyclicShifts(spacing: spacing) ?? []
    }
  }

  private static func typeA(_ d: Int, _ length: Int, _ spacing: Int) -> RestrictedShifts? {
    if d >= spacing, 3 * d < length {
      let count = d / spacing
      let start = 2 * d + count * spacing
      let groups = length / start
      return RestrictedShifts(
        shiftCount: count, start: start, groupCount: groups, lastGroupCount: max((length - 2 * d - groups * start) / spacing, 0))
    }
    if 3 * d >= length, 2 * d <= length - spacing {
      let count = (length - 2 * d) / spacing
      let start = length - 2 * d + count * spacing
      let groups = d / start
      return RestrictedShifts(
        shiftCount: count, start: start, groupCount: groups, lastGroupCount: min(max((d - groups * start) / spacing, 0), count))
    }
    return nil
  }

  private static func typeB(_ d: Int, _ length: Int, _ spacing: Int) -> RestrictedShifts? {
    if d >= spacing, 5 * d < length {
      let count = d / spacing
      let start = 4 * d + count * spacing
      let groups = length / start
      return RestrictedShifts(
        shiftCount: count, start: start, groupCount: groups, lastGroupCount: max((length - 4 * d - groups * start) / spacing, 0))
    }
    if 5 * d >= length, 4 * d <= length - spacing {
      let count = (length - 4 * d) / spacing
      let start = length - 4 * d + count * spacing
      let groups = d / start
      return RestrictedShifts(
        shiftCount: count, start: start, groupCount: groups, lastGroupCount: min(max((d - groups * start) / spacing, 0), count))
    }
    if 4 * d >= length + spacing, 7 * d < 2 * length {
      let count = (4 * d - length) / spacing
      let start = 4 * d - length + count * spacing
      let groups = d / start
      let last = max((length - 3 * d - groups * start) / spacing, 0)
      let whole = d - groups * start
      let left = 4 * d - length - last * spacing
      let second = min(whole, left) / spacing
      return RestrictedShifts(
        shiftCount: count, start: start, groupCount: groups, lastGroupCount: last,
        second: (length - 3 * d + groups * start + last * spacing, second),
        third: (length - 2 * d + groups * start + second * spacing, (last == 0 ? whole : left) / spacing - second))
    }
    if 7 * d >= 2 * length, 3 * d <= length - spacing {
      let count = (length - 3 * d) / spacing
      let start = length - 3 * d + count * spacing
      let groups = d / start
      let last = max((4 * d - length - groups * start) / spacing, 0)
      return RestrictedShifts(
        shiftCount: count, start: start, groupCount: groups, lastGroupCount: last,
        second: (d + groups * start + last * spacing, min(d - groups * start, length - 3 * d - last * spacing) / spacing))
    }
    if 3 * d >= length + spacing, 5 * d < 2 * length {
      let count = (3 * d - length) / spacing
      let start = 3 * d - length + count * spacing
      let groups = d / start
      return RestrictedShifts(
        shiftCount: count, start: start, groupCount: groups, lastGroupCount: max((length - 2 * d - groups * start) / spacing, 0))
    }
    if 5 * d >= 2 * length, 2 * d <= length - spacing {
      let count = (length - 2 * d) / spacing
      let start = 2 * (length - 2 * d) + count * spacing
      let groups = (length - d) / start
      return RestrictedShifts(
        shiftCount: count, start: start, groupCount: groups, lastGroupCount: max((3 * d - length - groups * start) / spacing, 0))
    }
    return nil
  }
}
