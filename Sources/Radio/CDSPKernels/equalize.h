// Linear equalisation of LANES subcarriers at once.

TARGET static inline complex_t load_pair(const float *row, size_t pitch) { return (complex_t){load(row), load(row + pitch)}; }
TARGET static inline void store_pair(float *row, size_t pitch, complex_t value) {
  store(row, value.real);
  store(row + pitch, value.imaginary);
}

// Σ over antennas of a* b of two rows.
TARGET static inline complex_t inner(const float *a, const float *b, size_t pitch, size_t other_pitch, int antennas) {
  complex_t total = {{0}, {0}};
  for (int n = 0; n < antennas; n++) {
    total = sum(total, conjugate_product(load_pair(a + 2 * n * pitch, pitch), load_pair(b + 2 * n * other_pitch, other_pitch)));
  }
  return total;
}

TARGET static inline void one_layer(const vitrum_equalizer *e, const float *h, const float *b, size_t at) {
  lanes_t power = inner(h, b, e->pitch, LANES, e->antennas).real;
  lanes_t factor = where((masks_t)(power > all(1e-20f)), all(1) / power);
  for (int n = 0; n < e->antennas; n++) {
    complex_t w = load_pair(b + 2 * n * LANES, LANES);
    w = (complex_t){w.real * factor, -w.imaginary * factor};
    store_pair(e->weights + 2 * n * e->pitch + at, e->pitch, w);
  }
  store(e->precision + at, where((masks_t)(power > all(1e-20f)), power));
}

TARGET static inline void two_layers(const vitrum_equalizer *e, const float *h, const float *b, size_t at) {
  size_t layer = 2 * e->antennas * e->pitch, other = 2 * e->antennas * LANES;
  lanes_t first = inner(h, b, e->pitch, LANES, e->antennas).real;
  lanes_t second = inner(h + layer, b + other, e->pitch, LANES, e->antennas).real;
  complex_t cross = inner(h, b + other, e->pitch, LANES, e->antennas);
  lanes_t square = cross.real * cross.real + cross.imaginary * cross.imaginary;
  // The determinant less the other diagonal element, which is what is left of a layer's power.
  lanes_t first_left = first + (first * second - square), second_left = second + (first * second - square);
  masks_t first_there = (masks_t)(first_left > all(1e-20f)), second_there = (masks_t)(second_left > all(1e-20f));
  lanes_t first_factor = where(first_there, all(1) / first_left), second_factor = where(second_there, all(1) / second_left);
  for (int n = 0; n < e->antennas; n++) {
    complex_t x = load_pair(b + 2 * n * LANES, LANES), y = load_pair(b + other + 2 * n * LANES, LANES);
    complex_t v = difference(scaled(x, second + 1), conjugate_product(cross, y));
    complex_t w = difference(scaled(y, first + 1), product(cross, x));
    float *place = e->weights + 2 * n * e->pitch + at;
    store_pair(place, e->pitch, (complex_t){v.real * first_factor, -v.imaginary * first_factor});
    store_pair(place + layer, e->pitch, (complex_t){w.real * second_factor, -w.imaginary * second_factor});
  }
  store(e->precision + at, where(first_there, first_left / (second + 1)));
  store(e->precision + e->pitch + at, where(second_there, second_left / (first + 1)));
}

TARGET static inline void many_layers(const vitrum_equalizer *e, const float *h, const float *b, size_t at) {
  enum { LIMIT = VITRUM_LAYER_LIMIT };
  size_t layer = 2 * e->antennas * e->pitch, other = 2 * e->antennas * LANES;
  int count = e->layers;
  // A = 1 + H* B is lower · diagonal · lower*; `inverse` becomes the inverse of its lower factor, then of all.
  complex_t lower[LIMIT][LIMIT], inverse[LIMIT][LIMIT];
  lanes_t reciprocal[LIMIT], diagonal[LIMIT];
  for (int j = 0; j < count; j++) {
    for (int i = j; i < count; i++) {
      complex_t value = inner(h + i * layer, b + j * other, e->pitch, LANES, e->antennas);
      if (i == j) value = (complex_t){value.real + 1, all(0)};
      for (int k = 0; k < j; k++) value = difference(value, scaled(conjugate_product(lower[j][k], lower[i][k]), diagonal[k]));
      if (i == j) {
        diagonal[j] = value.real;
        reciprocal[j] = 1 / value.real;
      } else {
        lower[i][j] = scaled(value, reciprocal[j]);
      }
    }
  }
  for (int j = 0; j < count; j++) {
    inverse[j][j] = (complex_t){all(1), all(0)};
    for (int i = j + 1; i < count; i++) {
      complex_t value = lower[i][j];
      for (int k = j + 1; k < i; k++) value = sum(value, product(lower[i][k], inverse[k][j]));
      inverse[i][j] = (complex_t){-value.real, -value.imaginary};
    }
  }
  for (int i = 0; i < count; i++) {
    complex_t row[LIMIT];
    for (int j = 0; j < count; j++) {
      complex_t value = {{0}, {0}};
      for (int k = i > j ? i : j; k < count; k++) {
        value = sum(value, scaled(conjugate_product(inverse[k][i], inverse[k][j]), reciprocal[k]));
      }
      row[j] = value;
    }
    lanes_t left = 1 - row[i].real;
    masks_t there = (masks_t)(left > all(1e-6f));
    lanes_t factor = where(there, all(1) / left);
    store(e->precision + i * e->pitch + at, where(there, left / row[i].real));
    for (int n = 0; n < e->antennas; n++) {
      complex_t weight = {{0}, {0}};
      for (int j = 0; j < count; j++) weight = sum(weight, conjugate_product(load_pair(b + j * other + 2 * n * LANES, LANES), row[j]));
      store_pair(e->weights + i * layer + 2 * n * e->pitch + at, e->pitch, scaled(weight, factor));
    }
  }
}

TARGET void EQUALIZER_WEIGHTS(const vitrum_equalizer *e, const float *inverse, size_t first, size_t count) {
  for (size_t at = first; at < first + count; at += LANES) {
    const float *h = e->channel + at;
    for (int row = 0; row < e->layers; row++) {
      for (int n = 0; n < e->antennas; n++) {
        complex_t total = {{0}, {0}};
        for (int m = 0; m < e->antennas; m++) {
          const float *element = inverse + 2 * (n * e->antennas + m);
          complex_t factor = {all(element[0]), all(element[1])};
          total = sum(total, product(factor, load_pair(h + 2 * ((size_t)row * e->antennas + m) * e->pitch, e->pitch)));
        }
        store_pair(e->scratch + 2 * (row * e->antennas + n) * LANES, LANES, total);
      }
    }
    if (e->layers == 1) {
      one_layer(e, h, e->scratch, at);
    } else if (e->layers == 2) {
      two_layers(e, h, e->scratch, at);
    } else {
      many_layers(e, h, e->scratch, at);
    }
  }
}

TARGET static inline void take(const vitrum_equalizer *e, int antenna, const float *received) {
  lanes_t low = load(received), high = load(received + LANES);
  store(e->scratch + 2 * antenna * LANES, EVENS(low, high));
  store(e->scratch + (2 * antenna + 1) * LANES, ODDS(low, high));
}

TARGET static inline void give(const vitrum_equalizer *e, int row, size_t at, const float *phases, float *symbols) {
  complex_t total = {{0}, {0}};
  const float *weights = e->weights + 2 * (size_t)row * e->antennas * e->pitch + at;
  for (int n = 0; n < e->antennas; n++) {
    total = sum(total, product(load_pair(weights + 2 * n * e->pitch, e->pitch), load_pair(e->scratch + 2 * n * LANES, LANES)));
  }
  total = product(total, (complex_t){all(phases[2 * row]), all(phases[2 * row + 1])});
  store(symbols, FIRST_PAIRS(total.real, total.imaginary));
  store(symbols + LANES, LAST_PAIRS(total.real, total.imaginary));
}

TARGET void EQUALIZER_APPLY(
    const vitrum_equalizer *e, const float *const *received, const float *phases, size_t first, size_t count, float *const *symbols) {
  size_t index = 0;
  for (; index + LANES <= count; index += LANES) {
    for (int n = 0; n < e->antennas; n++) take(e, n, received[n] + 2 * index);
    for (int row = 0; row < e->layers; row++) give(e, row, first + index, phases, symbols[row] + 2 * index);
  }
  if (index == count) return;
  // What is beyond may be another's memory.
  float last[2 * LANES] = {0};
  size_t octets = (count - index) * 2 * sizeof(float);
  for (int n = 0; n < e->antennas; n++) {
    memcpy(last, received[n] + 2 * index, octets);
    take(e, n, last);
  }
  for (int row = 0; row < e->layers; row++) {
    give(e, row, first + index, phases, last);
    memcpy(symbols[row] + 2 * index, last, octets);
  }
}
