// Linear equalisation of LANES subcarriers at once.

// Σ over antennas of a* b of two rows.
TARGET static inline complex_t inner(const float *a, const float *b, size_t pitch, size_t other_pitch, int antennas) {
  complex_t total = {{0}, {0}};
  for (int n = 0; n < antennas; n++) {
    total = add_conjugate_product(total, load_pair(a + 2 * n * pitch, pitch), load_pair(b + 2 * n * other_pitch, other_pitch));
  }
  return total;
}

TARGET static inline void one_layer(const vitrum_equalizer *e, const float *h, const float *b, size_t at) {
  lanes_t power = inner(h, b, e->pitch, LANES, e->antennas).real;
  lanes_t factor = where((masks_t)(power > all(1e-20f)), RECIPROCAL(power));
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
  lanes_t first_factor = where(first_there, RECIPROCAL(first_left)), second_factor = where(second_there, RECIPROCAL(second_left));
  for (int n = 0; n < e->antennas; n++) {
    complex_t x = load_pair(b + 2 * n * LANES, LANES), y = load_pair(b + other + 2 * n * LANES, LANES);
    complex_t v = difference(scaled(x, second + 1), conjugate_product(cross, y));
    complex_t w = difference(scaled(y, first + 1), product(cross, x));
    float *place = e->weights + 2 * n * e->pitch + at;
    store_pair(place, e->pitch, (complex_t){v.real * first_factor, -v.imaginary * first_factor});
    store_pair(place + layer, e->pitch, (complex_t){w.real * second_factor, -w.imaginary * second_factor});
  }
  store(e->precision + at, where(first_there, first_left * RECIPROCAL(second + 1)));
  store(e->precision + e->pitch + at, where(second_there, second_left * RECIPROCAL(first + 1)));
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
      for (int k = j + 1; k < i; k++) value = add_product(value, lower[i][k], inverse[k][j]);
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
      for (int j = 0; j < count; j++) weight = add_conjugate_product(weight, load_pair(b + j * other + 2 * n * LANES, LANES), row[j]);
      store_pair(e->weights + i * layer + 2 * n * e->pitch + at, e->pitch, scaled(weight, factor));
    }
  }
}

// Whether noise of different antennas has nothing in common.
static inline bool is_diagonal(const float *inverse, int antennas) {
  for (int place = 0; place < antennas * antennas; place++) {
    if (place % (antennas + 1) != 0 && (inverse[2 * place] != 0 || inverse[2 * place + 1] != 0)) return false;
  }
  return true;
}

TARGET void EQUALIZER_WEIGHTS(const vitrum_equalizer *e, const float *inverse, size_t first, size_t count) {
  const bool is_simple = is_diagonal(inverse, e->antennas);
  for (size_t at = first; at < first + count; at += LANES) {
    const float *h = e->channel + at;
    for (int row = 0; row < e->layers; row++) {
      for (int n = 0; n < e->antennas; n++) {
        complex_t total = {{0}, {0}};
        for (int m = is_simple ? n : 0; m < (is_simple ? n + 1 : e->antennas); m++) {
          const float *element = inverse + 2 * (n * e->antennas + m);
          complex_t factor = {all(element[0]), all(element[1])};
          total = add_product(total, factor, load_pair(h + 2 * ((size_t)row * e->antennas + m) * e->pitch, e->pitch));
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
    total = add_product(total, load_pair(weights + 2 * n * e->pitch, e->pitch), load_pair(e->scratch + 2 * n * LANES, LANES));
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

// The symbols of two layers, and the variances of their noise, without weights: for noise that antennas do not have in common.
TARGET static inline __attribute__((always_inline)) void solve_two(
    const vitrum_equalizer *e, int antennas, bool is_even, bool is_turning, const float *inverse, const float *const *received,
    size_t index, size_t at, const float *phases, float *const *symbols) {
  const size_t layer = 2 * (size_t)antennas * e->pitch;
  lanes_t first = {0}, second = {0};
  complex_t cross = {{0}, {0}}, first_sum = cross, second_sum = cross;
  for (int n = 0; n < antennas; n++) {
    const float *h = e->channel + 2 * (size_t)n * e->pitch + at, *y = received[n] + 2 * index;
    lanes_t low = load(y), high = load(y + LANES);
    complex_t value = {EVENS(low, high), ODDS(low, high)}, x = load_pair(h, e->pitch), z = load_pair(h + layer, e->pitch);
    lanes_t weight = all(inverse[2 * n * (antennas + 1)]);
    complex_t b = is_even ? x : scaled(x, weight), c = is_even ? z : scaled(z, weight);
    first = first + x.real * b.real;
    first = first + x.imaginary * b.imaginary;
    second = second + z.real * c.real;
    second = second + z.imaginary * c.imaginary;
    cross = add_conjugate_product(cross, x, c);
    first_sum = add_conjugate_product(first_sum, b, value);
    second_sum = add_conjugate_product(second_sum, c, value);
  }
  if (is_even) {
    lanes_t weight = all(inverse[0]);
    first = first * weight;
    second = second * weight;
    cross = scaled(cross, weight);
    first_sum = scaled(first_sum, weight);
    second_sum = scaled(second_sum, weight);
  }
  lanes_t product_left = first * second - cross.real * cross.real;
  product_left = product_left - cross.imaginary * cross.imaginary;
  lanes_t left[2] = {first + product_left, second + product_left}, other[2] = {second + 1, first + 1};
  complex_t minus = {-cross.real, -cross.imaginary};
  complex_t solved[2] = {add_product(scaled(first_sum, other[0]), minus, second_sum),
                         add_conjugate_product(scaled(second_sum, other[1]), minus, first_sum)};
  for (int row = 0; row < 2; row++) {
    masks_t there = (masks_t)(left[row] > all(1e-20f));
    // One reciprocal for both.
    lanes_t both = RECIPROCAL(left[row] * other[row]);
    complex_t value = scaled(solved[row], where(there, both * other[row]));
    if (is_turning) value = product(value, (complex_t){all(phases[2 * row]), all(phases[2 * row + 1])});
    store(symbols[row] + 2 * index, FIRST_PAIRS(value.real, value.imaginary));
    store(symbols[row] + 2 * index + LANES, LAST_PAIRS(value.real, value.imaginary));
    store(e->precision + row * e->pitch + at, where(there, left[row] * (left[row] * both)));
  }
}

TARGET bool EQUALIZER_SOLVE(const vitrum_equalizer *e, const float *inverse, const float *const *received, const float *phases,
                            size_t first, size_t count, float *const *symbols) {
  enum { ANTENNAS = 16 };
  if (e->layers != 2 || e->antennas > ANTENNAS || !is_diagonal(inverse, e->antennas)) return false;
  bool is_even = e->antennas == 4, is_turning = phases[0] != 1 || phases[1] != 0 || phases[2] != 1 || phases[3] != 0;
  for (int n = 1; n < e->antennas; n++) is_even = is_even && inverse[2 * n * (e->antennas + 1)] == inverse[0];
  size_t index = 0;
#define EACH_BLOCK(antennas, is_even, is_turning)                                                                                      \
  for (; index + LANES <= count; index += LANES) {                                                                                     \
    solve_two(e, antennas, is_even, is_turning, inverse, received, index, first + index, phases, symbols);                             \
  }
  if (is_even && !is_turning) EACH_BLOCK(4, true, false);
  if (is_even) EACH_BLOCK(4, true, true);
  EACH_BLOCK(e->antennas, false, true);
#undef EACH_BLOCK
  if (index == count) return true;
  float last[ANTENNAS][2 * LANES] = {{0}}, found[2][2 * LANES];
  const float *sources[ANTENNAS];
  float *targets[2] = {found[0], found[1]};
  size_t octets = (count - index) * 2 * sizeof(float);
  for (int n = 0; n < e->antennas; n++) {
    memcpy(last[n], received[n] + 2 * index, octets);
    sources[n] = last[n];
  }
  solve_two(e, e->antennas, false, true, inverse, sources, 0, first + index, phases, targets);
  for (int row = 0; row < 2; row++) memcpy(symbols[row] + 2 * index, found[row], octets);
  return true;
}
