import Foundation
import FoundationXML
import Testing

@testable import LinkSimulation

@Suite struct LinePlotTests {
  private final class Counter: NSObject, XMLParserDelegate {
    var elements: [String: Int] = [:]
    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
      elements[name, default: 0] += 1
      for (key, value) in attributes where ["x1", "y1", "x2", "y2", "cx", "cy", "x", "y"].contains(key) {
        #expect(Double(value).map { (-1000...1000).contains($0) } ?? false)
      }
    }
  }

  private func parse(_ plot: LinePlot) -> [String: Int] {
    let parser = XMLParser(data: Data(plot.svg.utf8))
    let counter = Counter()
    parser.delegate = counter
    #expect(parser.parse())
    return counter.elements
  }

  @Test("The picture is well-formed XML with a mark for each point", arguments: [true, false])
  func wellFormed(_ isLogarithmic: Bool) {
    let points = (0..<5).map {
      LinePlot.Point(
        x: Double($0) - 8.25, y: pow(10, -Double($0)), interval: ProportionInterval(low: 0.5 * pow(10, -Double($0)), high: 1))
    }
    let elements = parse(
      LinePlot(
        title: "A < B & \"C\" > D\u{1}", xTitle: "SNR", yTitle: "BLER", scale: isLogarithmic ? .logarithmic : .linear,
        lines: [.init(name: "one", points: points), .init(name: "<two>", points: points)]))
    #expect(elements["circle"] == 10 && elements["polyline"] == 2 && elements["svg"] == 1)
  }

  @Test("Nothing, one point, zeros and what is no number make a picture too")
  func corners() {
    #expect(parse(LinePlot(title: "", xTitle: "", yTitle: "", scale: .linear, lines: []))["svg"] == 1)
    let single = LinePlot.Line(name: "", points: [.init(x: 3, y: 0)])
    #expect(parse(LinePlot(title: "", xTitle: "", yTitle: "", scale: .logarithmic, lines: [single]))["circle"] == nil)
    #expect(parse(LinePlot(title: "", xTitle: "", yTitle: "", scale: .linear, lines: [single]))["circle"] == 1)
    let none = LinePlot.Line(name: "", points: [.init(x: .nan, y: 1), .init(x: 1, y: .infinity), .init(x: -1e300, y: 0.5)])
    #expect(parse(LinePlot(title: "", xTitle: "", yTitle: "", scale: .logarithmic, lines: [none]))["circle"] == nil)
    let wide = LinePlot.Line(name: "", points: [.init(x: -1e9, y: 0.5), .init(x: 1e9, y: 1e-300)])
    #expect(parse(LinePlot(title: "", xTitle: "", yTitle: "", scale: .logarithmic, lines: [wide]))["circle"] == 2)
    #expect(parse(LinePlot(title: "", xTitle: "", yTitle: "", scale: .linear, lines: [none]))["circle"] == nil)
  }
}
