import Foundation

/// The mean power of a clustered delay line as the tables and the antennas' fields give it.
enum MeanPower {
  /// E |H|² of a link, the mean of all, over phases and couplings.
  static func of(
    _ table: ChannelTable, _ paths: PathProfile, _ angles: RayAngles, baseStation: AntennaArray, userEquipment: AntennaArray
  ) -> Double {
    let (base, equipment) = (ArrayGeometry(baseStation), ArrayGeometry(userEquipment))
    let cross = pow(10, -table.crossPolarisationRatio / 10)
    var sum = 0.0
    for path in paths.powers.indices {
      let rays = path * RayAngles.rayCount..<(path + 1) * RayAngles.rayCount
      if path == 0 && table.hasSpecularPath {
        let departure = Direction(zenith: angles.departureZenith[0], azimuth: angles.departureAzimuth[0])
        let arrival = Direction(zenith: angles.arrivalZenith[0], azimuth: angles.arrivalAzimuth[0])
        let (departing, arriving) = (base.fields(departure), equipment.fields(arrival))
        let all = departing.flatMap { departing in
          arriving.map { arriving in
            let gain = arriving.x * departing.x - arriving.y * departing.y
            return gain * gain
          }
        }
        sum += paths.powers[path] * all.reduce(0, +) / Double(all.count)
      } else {
        let departing = components(base, angles.departureZenith[rays], angles.departureAzimuth[rays])
        let arriving = components(equipment, angles.arrivalZenith[rays], angles.arrivalAzimuth[rays])
        let straight = departing.x * arriving.x + departing.y * arriving.y
        let crossed = departing.x * arriving.y + departing.y * arriving.x
        sum += paths.powers[path] * (straight + cross * crossed)
      }
    }
    return sum
  }

  /// The mean squares of the field's components over all pairs of angles and the polarisations.
  private static func components(_ array: ArrayGeometry, _ zeniths: ArraySlice<Double>, _ azimuths: ArraySlice<Double>) -> SIMD2<Double> {
    var sum = SIMD2<Double>.zero
    var count = 0
    for zenith in zeniths {
      for azimuth in azimuths {
        for field in array.fields(Direction(zenith: zenith, azimuth: azimuth)) {
          sum += field * field
          count += 1
        }
      }
    }
    return sum / Double(count)
  }
}
