// The max-log demapper (TS 38.211 §5.1), for a file that says what a vector is. Each block is LANES / 2 symbols.
//
// With levels ±0.5, ±1.5 ... on an axis, the ratio of an axis' first bit is for a place u, h = |u|,
//   sign(u) (m + 1) (2 h - m)    m = floor(h), not beyond the last level of a side
// times four squares of the distance of neighbours over the noise, which is what the search of the nearest levels comes to. The
// next bit sees the axis folded at a quarter of its width: u' = L / 4 - |u|.

// What the bits of an axis say of it, from the first on: one vector of soft values for each.
TARGET static inline void axis_ratios(VECTOR place, VECTOR gain, int bits, INTEGERS *ratios) {
  for (int bit = 0; bit < bits; bit++) {
    float side = (float)(1 << (bits - 1 - bit));
    VECTOR height = ABSOLUTE(place), twice = ADD(height, height), magnitude;
    if (side == 1) {
      magnitude = twice;
    } else if (side == 2) {
      magnitude = MAXIMUM(twice, SUBTRACT(ADD(twice, twice), ALL(2)));
    } else {
      VECTOR level = MINIMUM(FLOOR(height), ALL(side - 1));
      magnitude = MULTIPLY(ADD(level, ALL(1)), SUBTRACT(twice, level));
    }
    magnitude = MINIMUM(MULTIPLY(magnitude, gain), ALL(127));
    ratios[bit] = ROUND(WITH_SIGN(magnitude, place));
    place = SUBTRACT(ALL(side / 2), height);
  }
}

TARGET static inline void demap_block(const float *symbols, const float *weights, float half, float gain, int order, int8_t *soft) {
  INTEGERS ratios[5];
  VECTOR place = MULTIPLY(LOAD(symbols), ALL(half));
  axis_ratios(place, MULTIPLY(SPREAD(weights), ALL(gain)), order / 2, ratios);
  switch (order) {
  case 2: STORE_4(SHUFFLE(PACK_16(PACK_32(ratios[0], ratios[0]), PACK_32(ratios[0], ratios[0])), order_2), soft); break;
  case 4: STORE_8(SHUFFLE(PACK_16(PACK_32(ratios[0], ratios[1]), PACK_32(ratios[0], ratios[1])), order_4), soft); break;
  case 6: STORE_12(SHUFFLE(PACK_16(PACK_32(ratios[0], ratios[1]), PACK_32(ratios[2], ratios[2])), order_6), soft); break;
  case 8: STORE_16(SHUFFLE(PACK_16(PACK_32(ratios[0], ratios[1]), PACK_32(ratios[2], ratios[3])), order_8), soft); break;
  default: {
    INTEGERS four = PACK_16(PACK_32(ratios[0], ratios[1]), PACK_32(ratios[2], ratios[3]));
    INTEGERS last = PACK_16(PACK_32(ratios[4], ratios[4]), PACK_32(ratios[4], ratios[4]));
    STORE_20(OR(SHUFFLE(four, order_10), SHUFFLE(last, order_10_last)), OR(SHUFFLE(four, order_10_rest), SHUFFLE(last, order_10_end)), soft);
  }
  }
}

TARGET static inline void demap_line_block(
    const float *symbols, const float *weights, float half, float gain, bool is_turning, int8_t *soft) {
  VECTOR both = LOAD(symbols);
  if (is_turning) both = TURN_ODD(both);
  VECTOR place = MULTIPLY(ADD(both, SWAP_PAIRS(both)), ALL(half)), height = ABSOLUTE(place);
  VECTOR magnitude = MINIMUM(MULTIPLY(ADD(height, height), MULTIPLY(SPREAD(weights), ALL(gain))), ALL(127));
  STORE_EVEN(ROUND(WITH_SIGN(magnitude, place)), soft);
}

#define EACH_BLOCK(octets, block)                                                                                                      \
  do {                                                                                                                                 \
    size_t index = 0;                                                                                                                  \
    for (; index + LANES / 2 <= count; index += LANES / 2) {                                                                           \
      const float *x = symbols + 2 * index, *w = weights + index;                                                                      \
      int8_t *y = soft + index * (octets);                                                                                             \
      block;                                                                                                                           \
    }                                                                                                                                  \
    if (index < count) {                                                                                                               \
      float last[LANES] = {0}, last_weights[LANES / 2] = {0};                                                                          \
      int8_t last_soft[LANES / 2 * 10];                                                                                                \
      memcpy(last, symbols + 2 * index, (count - index) * 2 * sizeof(float));                                                          \
      memcpy(last_weights, weights + index, (count - index) * sizeof(float));                                                          \
      const float *x = last, *w = last_weights;                                                                                        \
      int8_t *y = last_soft;                                                                                                           \
      block;                                                                                                                           \
      memcpy(soft + index * (octets), last_soft, (count - index) * (octets));                                                          \
    }                                                                                                                                  \
  } while (0)

TARGET void DEMAP(const float *symbols, const float *weights, size_t count, float half, float gain, int order, bool is_turning, int8_t *soft) {
  switch (order) {
  case 1: EACH_BLOCK(1, demap_line_block(x, w, half, gain, is_turning, y)); break;
  case 2: EACH_BLOCK(2, demap_block(x, w, half, gain, 2, y)); break;
  case 4: EACH_BLOCK(4, demap_block(x, w, half, gain, 4, y)); break;
  case 6: EACH_BLOCK(6, demap_block(x, w, half, gain, 6, y)); break;
  case 8: EACH_BLOCK(8, demap_block(x, w, half, gain, 8, y)); break;
  default: EACH_BLOCK(10, demap_block(x, w, half, gain, 10, y)); break;
  }
}
