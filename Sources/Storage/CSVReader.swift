/// Comma-separated values as RFC 4180 defines them: quoted fields may hold commas, line breaks and doubled quotes.
struct CSVReader {
  /// One record with the line on which it begins, counted from 1.
  struct Record: Equatable {
    var line: Int
    var fields: [String]
  }

  /// A quote where none may stand, or one that is never closed.
  struct SyntaxError: Error, Equatable {
    var line: Int
    var message: String
  }

  /// Splits `octets` into records; CR LF and LF end a record, blank lines and lines that begin with `#` are left out.
  static func records(_ octets: [UInt8]) throws(SyntaxError) -> [Record] {
    var records: [Record] = []
    var index = octets.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    while index < octets.count {
      var record = Record(line: line, fields: [])
      let isComment = octets[index] == 0x23
      var isRecordOpen = true
      while isRecordOpen {
        var field: [UInt8] = []
        if index < octets.count, octets[index] == 0x22, !isComment {
          try readQuoted(octets, &index, &line, &field)
        } else {
          while index < octets.count, ![0x2C, 0x0A].contains(octets[index]) {
            if octets[index] == 0x22, !isComment { throw SyntaxError(line: line, message: "a quote inside an unquoted field") }
            field.append(octets[index])
            index += 1
          }
          if field.last == 0x0D { field.removeLast() }
        }
        record.fields.append(String(decoding: field, as: UTF8.self))
        isRecordOpen = index < octets.count && octets[index] == 0x2C
        index += 1
      }
      line += 1
      if !isComment, record.fields != [""] { records.append(record) }
    }
    return records
  }

  /// Leaves `index` at the comma or line feed behind the closing quote, or at the end.
  private static func readQuoted(_ octets: [UInt8], _ index: inout Int, _ line: inout Int, _ field: inout [UInt8]) throws(SyntaxError) {
    let start = line
    index += 1
    while true {
      guard index < octets.count else { throw SyntaxError(line: start, message: "a quote that is never closed") }
      let octet = octets[index]
      index += 1
      if octet != 0x22 {
        if octet == 0x0A { line += 1 }
        field.append(octet)
      } else if index < octets.count, octets[index] == 0x22 {
        field.append(0x22)
        index += 1
      } else {
        break
      }
    }
    if index < octets.count, octets[index] == 0x0D { index += 1 }
    guard index >= octets.count || octets[index] == 0x2C || octets[index] == 0x0A else {
      throw SyntaxError(line: line, message: "text behind a closing quote")
    }
  }

  /// One line of CSV with its line break.
  static func line(_ fields: [String]) -> String {
    fields.map { field in
      field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) } || field.hasPrefix("#")
        ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : field
    }.joined(separator: ",") + "\r\n"
  }
}
