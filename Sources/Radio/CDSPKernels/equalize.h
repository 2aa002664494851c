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
  lanes_t factor = where((masks_t)(power > all(1e-20f)), reciprocal(power));
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
  lanes_t first_factor = where(first_there, reciprocal(first_left)), second_factor = where(second_there, reciprocal(second_left));
  for (int n = 0; n < e->antennas; n++) {
    complex_t x = load_pair(b + 2 * n * LANES, LANES), y = load_pair(b + other + 2 * n * LANES, LANES);
    complex_t v = difference(scaled(x, second + 1), conjugate_product(cross, y));
    complex_t w = difference(scaled(y, first + 1), product(cross, x));
    float *place = e->weights + 2 * n * e->pitch + at;
    store_pair(place, e->pitch, (complex_t){v.real * first_factor, -v.imaginary * first_factor});
    store_pair(place + layer, e->pitch, (complex_t){w.real * second_factor, -w.imaginary * second_factor});
  }
  store(e->precision + at, where(first_there, first_left * reciprocal(second + 1)));
  store(e->precision + e->pitch + at, where(second_there, second_left * reciprocal(first + 1)));
}

TARGET static inline void many_layers(const vitrum_equalizer *e, const float *h, const float *b, size_t at) {
  enum { LIMIT = VITRUM_LAYER_LIMIT };
  size_t layer = 2 * e->antennas * e->pitch, other = 2 * e->antennas * LANES;
  int count = e->layers;
  // A = 1 + H* B is lower · diagonal · lower*; `inverse` becomes the inverse of its lower factor, then of all.
  complex_t lower[LIMIT][LIMIT], inverse[LIMIT][LIMIT];
  lanes_t inverted[LIMIT], diagonal[LIMIT];
  for (int j = 0; j < count; j++) {
    for (int i = j; i < count; i++) {
      complex_t value = inner(h + i * layer, b + j * other, e->pitch, LANES, e->antennas);
      if (i == j) value = (complex_t){value.real + 1, all(0)};
      for (int k = 0; k < j; k++) value = difference(value, scaled(conjugate_product(lower[j][k], lower[i][k]), diagonal[k]));
      if (i == j) {
        diagonal[j] = value.real;
        inverted[j] = 1 / value.real;
      } else {
        lower[i][j] = scaled(value, inverted[j]);
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
        value = sum(value, scaled(conjugate_product(inverse[k][i], inverse[k][j]), inverted[k]));
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

TARGET void KERNEL(equalizer_weights)(const vitrum_equalizer *e, const float *inverse, size_t first, size_t count) {
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

TARGET void KERNEL(equalizer_apply)(
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

// Where numbers of LANES subcarriers are for an equaliser without weights.
typedef struct {
  const float *inverse;
  const float *phases;
  const float *const *received;
  float *const *symbols;
  size_t index, at;
} solving_t;

TARGET static inline complex_t received_pairs(const solving_t *s, int antenna) {
  const float *place = s->received[antenna] + 2 * s->index;
  lanes_t low = load(place), high = load(place + LANES);
  return (complex_t){EVENS(low, high), ODDS(low, high)};
}

TARGET static inline void give_solved(
    const vitrum_equalizer *e, const solving_t *s, bool is_turning, int row, complex_t value, lanes_t precision) {
  if (is_turning) value = product(value, (complex_t){all(s->phases[2 * row]), all(s->phases[2 * row + 1])});
  float *place = s->symbols[row] + 2 * s->index;
  store(place, FIRST_PAIRS(value.real, value.imaginary));
  store(place + LANES, LAST_PAIRS(value.real, value.imaginary));
  store(e->precision + (size_t)row * e->pitch + s->at, precision);
}

// The inverse covariance times an antenna's row of one layer or two; its diagonal is real.
TARGET static inline __attribute__((always_inline)) void weigh(
    const vitrum_equalizer *e, const solving_t *s, int layers, int antennas, bool is_diagonal, int n, complex_t *weighed) {
  const size_t layer = 2 * (size_t)antennas * e->pitch;
  const float *elements = s->inverse + 2 * n * antennas, *h = e->channel + s->at;
  for (int row = 0; row < layers; row++) {
    weighed[row] = scaled(load_pair(h + row * layer + 2 * (size_t)n * e->pitch, e->pitch), all(elements[2 * n]));
  }
  if (is_diagonal) return;
  for (int m = 0; m < antennas; m++) {
    if (m == n) continue;
    complex_t element = {all(elements[2 * m]), all(elements[2 * m + 1])};
    for (int row = 0; row < layers; row++) {
      weighed[row] = add_product(weighed[row], element, load_pair(h + row * layer + 2 * (size_t)m * e->pitch, e->pitch));
    }
  }
}

TARGET static inline __attribute__((always_inline)) void solve_one(
    const vitrum_equalizer *e, int antennas, bool is_diagonal, bool is_turning, const solving_t *s) {
  lanes_t power = {0};
  complex_t found = {{0}, {0}};
  for (int n = 0; n < antennas; n++) {
    complex_t b, x = load_pair(e->channel + 2 * (size_t)n * e->pitch + s->at, e->pitch);
    weigh(e, s, 1, antennas, is_diagonal, n, &b);
    power = power + x.real * b.real;
    power = power + x.imaginary * b.imaginary;
    found = add_conjugate_product(found, b, received_pairs(s, n));
  }
  masks_t there = (masks_t)(power > all(1e-20f));
  give_solved(e, s, is_turning, 0, scaled(found, where(there, reciprocal(power))), where(there, power));
}

// With noise of one variance at all antennas the sums are multiplied with it at the end.
TARGET static inline __attribute__((always_inline)) void solve_two(
    const vitrum_equalizer *e, int antennas, bool is_even, bool is_diagonal, bool is_turning, const solving_t *s) {
  const size_t layer = 2 * (size_t)antennas * e->pitch;
  lanes_t first = {0}, second = {0}, factor = all(1);
  complex_t cross = {{0}, {0}}, first_sum = cross, second_sum = cross;
  for (int n = 0; n < antennas; n++) {
    const float *h = e->channel + 2 * (size_t)n * e->pitch + s->at;
    complex_t value = received_pairs(s, n), x = load_pair(h, e->pitch), z = load_pair(h + layer, e->pitch), weighed[2] = {x, z};
    if (!is_even) weigh(e, s, 2, antennas, is_diagonal, n, weighed);
    first = first + x.real * weighed[0].real;
    first = first + x.imaginary * weighed[0].imaginary;
    second = second + z.real * weighed[1].real;
    second = second + z.imaginary * weighed[1].imaginary;
    cross = add_conjugate_product(cross, x, weighed[1]);
    first_sum = add_conjugate_product(first_sum, weighed[0], value);
    second_sum = add_conjugate_product(second_sum, weighed[1], value);
  }
  if (is_even) {
    factor = all(s->inverse[0]);
    first = first * factor;
    second = second * factor;
    cross = scaled(cross, factor);
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
    lanes_t both = where(there, reciprocal(left[row] * other[row]));
    lanes_t scale = both * other[row];
    if (is_even) scale = scale * factor;
    give_solved(e, s, is_turning, row, scaled(solved[row], scale), left[row] * (left[row] * both));
  }
}

TARGET bool KERNEL(equalizer_solve)(const vitrum_equalizer *e, const float *inverse, const float *const *received, const float *phases,
                                    size_t first, size_t count, float *const *symbols) {
  enum { ANTENNAS = 16 };
  if (e->layers > 2 || e->antennas > ANTENNAS) return false;
  bool is_white = is_diagonal(inverse, e->antennas), is_even = is_white && e->antennas == 4, is_turning = false;
  for (int row = 0; row < e->layers; row++) is_turning = is_turning || phases[2 * row] != 1 || phases[2 * row + 1] != 0;
  for (int n = 1; n < e->antennas; n++) is_even = is_even && inverse[2 * n * (e->antennas + 1)] == inverse[0];
  float last[ANTENNAS][2 * LANES] = {{0}}, found[2][2 * LANES];
  const float *sources[ANTENNAS];
  float *targets[2] = {found[0], found[1]};
  size_t whole = count / LANES * LANES, octets = (count - whole) * 2 * sizeof(float);
  if (octets != 0) {
    for (int n = 0; n < e->antennas; n++) {
      memcpy(last[n], received[n] + 2 * whole, octets);
      sources[n] = last[n];
    }
  }
  solving_t s = {inverse, phases, received, symbols, 0, first};
#define EACH_BLOCK(solve)                                                          \
  do {                                                                             \
    for (; s.index < whole; s.index += LANES, s.at += LANES) solve;                \
    if (octets != 0) {                                                             \
      s = (solving_t){inverse, phases, sources, targets, 0, first + whole};        \
      solve;                                                                       \
    }                                                                              \
  } while (0)
  if (e->layers == 1) {
    if (e->antennas == 4 && !is_white) {
      EACH_BLOCK(solve_one(e, 4, false, true, &s));
    } else {
      EACH_BLOCK(solve_one(e, e->antennas, is_white, true, &s));
    }
  } else if (is_even && !is_turning) {
    EACH_BLOCK(solve_two(e, 4, true, true, false, &s));
  } else if (is_even) {
    EACH_BLOCK(solve_two(e, 4, true, true, true, &s));
  } else if (e->antennas == 4 && !is_white) {
    EACH_BLOCK(solve_two(e, 4, false, false, true, &s));
  } else {
    EACH_BLOCK(solve_two(e, e->antennas, false, is_white, true, &s));
  }
#undef EACH_BLOCK
  for (int row = 0; row < e->layers && octets != 0; row++) memcpy(symbols[row] + 2 * whole, found[row], octets);
  return true;
}
