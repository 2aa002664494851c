import Foundation

/// Lines over an axis, as an SVG picture.
public struct LinePlot: Sendable {
  public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double
    /// Bounds between which y lies.
    public var interval: ProportionInterval?

    public init(x: Double, y: Double, interval: ProportionInterval? = nil) {
      self.x = x
      self.y = y
      self.interval = interval
    }
  }

  public struct Line: Sendable {
    public var name: String
    public var points: [Point]

    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// What is drawn at the points.
  public enum Marks: Sendable {
    case circles
    case none
  }

  public enum Scale: Sendable {
    /// 0 to 1.
    case linear
    /// Decades below 1; points at zero are left out.
    case logarithmic
  }

  public var title: String
  public var xTitle: String
  public var yTitle: String
  public var scale: Scale
  public var lines: [Line]
  public var marks: Marks

  public init(title: String, xTitle: String, yTitle: String, scale: Scale, lines: [Line], marks: Marks = .circles) {
    self.title = title
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.scale = scale
    self.lines = lines
    self.marks = marks
  }

  private static let colours = ["#1b6ca8", "#c8553d", "#2e8b57", "#8e5ea2", "#b8860b", "#444444"]
  private static let size = (width: 640.0, height: 420.0)
  private static let frame = (left: 70.0, right: 620.0, top: 40.0, bottom: 365.0)

  /// Points that have a place.
  private func shown(_ line: Line) -> [Point] {
    line.points.filter { abs($0.x) <= 1e9 && $0.y.isFinite && (scale == .linear || $0.y > 0) }
  }

  /// The least decade of a logarithmic axis.
  private var decades: Int {
    let least = lines.flatMap(shown).map(\.y).min() ?? 0.1
    return min(8, max(1, Int((-log10(max(least, 1e-12))).rounded(.up))))
  }

  /// Ascending values with whole steps between them.
  private var xTicks: [Double] {
    let values = lines.flatMap(\.points).map(\.x).filter { abs($0) <= 1e9 }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let width = max(high - low, 0.5)
    let decade = pow(10, (log10(width) - 1).rounded(.down))
    let step = [1, 2, 5].map { $0 * decade }.first { width / $0 <= 10 } ?? 10 * decade
    let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
    return (Int(first)...Int(max(last, first + 1))).map { Double($0) * step }
  }

  private func height(_ y: Double) -> Double {
    let part: Double =
      switch scale {
      case .linear: min(1, max(0, y))
      case .logarithmic: min(1, max(0, 1 + log10(max(y, 1e-12)) / Double(decades)))
      }
    return Self.frame.bottom - part * (Self.frame.bottom - Self.frame.top)
  }

  /// The picture.
  public var svg: String {
    let frame = Self.frame
    let ticks = xTicks
    let (low, high) = (ticks[0], ticks[ticks.count - 1])
    func place(x: Double) -> Double { frame.left + (x - low) / (high - low) * (frame.right - frame.left) }
    var text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Int(Self.size.width))\" height=\"\(Int(Self.size.height))\" "
      + "viewBox=\"0 0 \(Int(Self.size.width)) \(Int(Self.size.height))\" font-family=\"sans-serif\" font-size=\"12\">\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String, _ width: Double = 1) {
      text +=
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" stroke=\"\(colour)\" "
        + "stroke-width=\"\(width)\"/>\n"
    }
    func label(_ content: String, _ x: Double, _ y: Double, anchor: String = "middle", _ more: String = "") {
      text += "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\"\(more)>\(escaped(content))</text>\n"
    }
    label(title, (frame.left + frame.right) / 2, 24, anchor: "middle", " font-size=\"14\"")
    for tick in ticks {
      line(place(x: tick), frame.top, place(x: tick), frame.bottom, "#dddddd")
      label(number(tick), place(x: tick), frame.bottom + 16)
    }
    let yTicks: [(Double, String)] =
      switch scale {
      case .linear: (0...5).map { (Double($0) / 5, String(format: "%.1f", Double($0) / 5)) }
      case .logarithmic: (0...decades).map { (pow(10, -Double($0)), $0 == 0 ? "1" : "1e-\($0)") }
      }
    for (value, name) in yTicks {
      line(frame.left, height(value), frame.right, height(value), "#dddddd")
      label(name, frame.left - 6, height(value) + 4, anchor: "end")
    }
    line(frame.left, frame.bottom, frame.right, frame.bottom, "#000000")
    line(frame.left, frame.top, frame.left, frame.bottom, "#000000")
    label(xTitle, (frame.left + frame.right) / 2, frame.bottom + 36)
    label(
      yTitle, 18, (frame.top + frame.bottom) / 2, anchor: "middle",
      " transform=\"rotate(-90 18 \(number((frame.top + frame.bottom) / 2)))\"")
    for (index, series) in lines.enumerated() {
      let colour = Self.colours[index % Self.colours.count]
      let points = shown(series)
      for point in points {
        if let interval = point.interval {
          line(place(x: point.x), height(interval.low), place(x: point.x), height(interval.high), colour)
        }
      }
      let path = points.map { "\(number(place(x: $0.x))),\(number(height($0.y)))" }.joined(separator: " ")
      text += "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"/>\n"
      for point in points where marks == .circles {
        text += "<circle cx=\"\(number(place(x: point.x)))\" cy=\"\(number(height(point.y)))\" r=\"3\" fill=\"\(colour)\"/>\n"
      }
      let y = frame.top + 16 + 16 * Double(index)
      line(frame.right - 150, y - 4, frame.right - 130, y - 4, colour, 2)
      label(series.name, frame.right - 125, y, anchor: "start")
    }
    return text + "</svg>\n"
  }

  private func number(_ value: Double) -> String {
    let text = String(format: "%.2f", value)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }

  private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
      // XML has no other control characters.
      .filter { $0 == "\t" || $0 == "\n" || ($0.unicodeScalars.first?.value ?? 0) >= 32 }
  }
}
