import Base
import Services
import Testing

@testable import UDR

/// Which monitored URIs cover which resources (TS 29.505 §5.2.2.12), and the text of times that Nudr carries (TS 29.571).
struct UDRTests {
  @Test func aMonitoredURICoversItselfAndWhatIsBelow() {
    let resource = "http://127.0.0.1:1/nudr-dr/v2/subscription-data/imsi-1/provisioned-data/am-data"
    #expect(UDR.covers("/nudr-dr/v2/subscription-data", resource))
    #expect(UDR.covers("http://udr/nudr-dr/v2/subscription-data/imsi-1", resource))
    #expect(UDR.covers(resource, resource))
    #expect(!UDR.covers("/nudr-dr/v2/subscription-data/imsi-2", resource))
    #expect(!UDR.covers(resource + "/more", resource))
    #expect(!UDR.covers("", resource))
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:34:56Z", 951_827_696), ("2026-11-23T20:55:32+01:00", 1_795_463_732),
    ("2100-03-01T00:00:00Z", 4_107_542_400),
  ])
  func timesAreRead(_ text: String, _ seconds: UInt64) {
    #expect(DateTimeText.time(text) == WallTime(nanosecondsSince1970: seconds * 1_000_000_000))
  }

  @Test func timesSurviveTheirText() {
    for milliseconds: UInt64 in [0, 951_827_696_123, 1_795_463_732_007, 4_107_542_399_999] {
      let time = WallTime(nanosecondsSince1970: milliseconds * 1_000_000)
      #expect(DateTimeText.time(DateTimeText.text(time)) == time)
    }
  }

  @Test(arguments: [
    "", "2026", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "1969-12-31T23:59:59Z",
    "2026-01-01T00:00:00.Z",
  ])
  func otherTextIsNoTime(_ text: String) { #expect(DateTimeText.time(text) == nil) }
}
