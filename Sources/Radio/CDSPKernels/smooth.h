// Block by block of twelve subcarriers, ROWS rows at once: the weights of a tap are there for all of them.
TARGET static inline void smooth_block(
    const float *weights, int taps, const float *source, size_t source_pitch, float *target, size_t target_pitch, int rows) {
  lanes_t real[ROWS][16 / LANES] = {0}, imaginary[ROWS][16 / LANES] = {0};
  for (int tap = 0; tap < taps; tap++, weights += 32) {
    for (int part = 0; part < 16 / LANES; part++) {
      lanes_t x = load(weights + part * LANES), y = load(weights + 16 + part * LANES);
      for (int row = 0; row < rows; row++) {
        const float *place = source + 2 * row * source_pitch + tap;
        lanes_t a = all(place[0]), b = all(place[source_pitch]);
        real[row][part] += x * a;
        real[row][part] -= y * b;
        imaginary[row][part] += x * b;
        imaginary[row][part] += y * a;
      }
    }
  }
  for (int row = 0; row < rows; row++) {
    for (int part = 0; part < 16 / LANES; part++) {
      float *place = target + 2 * row * target_pitch + part * LANES;
      store(place, real[row][part]);
      store(place + target_pitch, imaginary[row][part]);
    }
  }
}

TARGET void SMOOTH(const vitrum_smoothing *s) {
  int taps = s->window * s->taps_per_block;
  for (int block = 0; block < s->blocks; block++) {
    int first = block - s->window / 2;
    if (first > s->blocks - s->window) first = s->blocks - s->window;
    if (first < 0) first = 0;
    const float *weights = s->weights + (size_t)(block - first) * taps * 32;
    const float *source = s->source + (size_t)first * s->taps_per_block;
    float *target = s->target + (size_t)block * 12;
    int row = 0;
    for (; row + ROWS <= s->rows; row += ROWS) {
      smooth_block(
          weights, taps, source + 2 * row * s->source_pitch, s->source_pitch, target + 2 * row * s->target_pitch, s->target_pitch, ROWS);
    }
    for (; row < s->rows; row++) {
      smooth_block(
          weights, taps, source + 2 * row * s->source_pitch, s->source_pitch, target + 2 * row * s->target_pitch, s->target_pitch, 1);
    }
  }
}
