// Twelve subcarriers of resource blocks from pilots around them.

// One block for some rows at once: the weights of a tap are there for all of them.
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

TARGET static void smooth_all(const vitrum_smoothing *s, int first_block, int last_block) {
  int taps = s->window * s->taps_per_block;
  for (int block = first_block; block < last_block; block++) {
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

// The pilots at one place of each block, one block in each lane: `rank` sums of all taps for LANES blocks. Rows of `pitch` numbers.
TARGET static inline __attribute__((always_inline)) void analyse(
    const vitrum_smoothing *s, int first, int rank, const float *pilots, size_t pitch, float *sums, int count) {
  for (int block = 0; block < count; block += LANES) {
    lanes_t real[VITRUM_SMOOTHING_RANK] = {0}, imaginary[VITRUM_SMOOTHING_RANK] = {0};
    const float *weights = s->analysis + 2 * first;
    for (int place = 0; place < s->window; place++) {
      for (int tap = 0; tap < s->taps_per_block; tap++, weights += 2 * s->rank) {
        const float *pilot = pilots + 2 * (size_t)tap * pitch + block + place;
        lanes_t a = load(pilot), b = load(pilot + pitch);
        for (int k = 0; k < rank; k++) {
          lanes_t x = all(weights[2 * k]), y = all(weights[2 * k + 1]);
          real[k] += x * a;
          real[k] -= y * b;
          imaginary[k] += x * b;
          imaginary[k] += y * a;
        }
      }
    }
    for (int k = 0; k < rank; k++) {
      float *sum = sums + 2 * (size_t)(first + k) * pitch + block;
      store(sum, real[k]);
      store(sum + pitch, imaginary[k]);
    }
  }
}

// More sums than that do not stay in registers.
TARGET static inline __attribute__((always_inline)) void analyse_all(
    const vitrum_smoothing *s, int rank, const float *pilots, size_t pitch, float *sums, int count) {
  enum { TOGETHER = LANES == 16 ? VITRUM_SMOOTHING_RANK : 5 };
  if (rank <= TOGETHER) {
    analyse(s, 0, rank, pilots, pitch, sums, count);
  } else {
    analyse(s, 0, rank / 2, pilots, pitch, sums, count);
    analyse(s, rank / 2, rank - rank / 2, pilots, pitch, sums, count);
  }
}

// The subcarriers of each block from its sums.
TARGET static inline __attribute__((always_inline)) void synthesize(
    const vitrum_smoothing *s, int rank, const float *sums, size_t pitch, float *target, int count) {
  for (int block = 0; block < count; block++) {
    lanes_t real[16 / LANES] = {0}, imaginary[16 / LANES] = {0};
    for (int k = 0; k < rank; k++) {
      lanes_t a = all(sums[2 * (size_t)k * pitch + block]), b = all(sums[(2 * (size_t)k + 1) * pitch + block]);
      for (int part = 0; part < 16 / LANES; part++) {
        lanes_t x = load(s->synthesis + 32 * k + part * LANES), y = load(s->synthesis + 32 * k + 16 + part * LANES);
        real[part] += x * a;
        real[part] -= y * b;
        imaginary[part] += x * b;
        imaginary[part] += y * a;
      }
    }
    for (int part = 0; part < 16 / LANES; part++) {
      store(target + 12 * (size_t)block + part * LANES, real[part]);
      store(target + 12 * (size_t)block + s->target_pitch + part * LANES, imaginary[part]);
    }
  }
}

TARGET static inline __attribute__((always_inline)) void arrange(
    const float *source, int blocks, int taps, float *pilots, size_t pitch) {
  for (int block = 0; block < blocks; block++) {
    for (int tap = 0; tap < taps; tap++) pilots[2 * (size_t)tap * pitch + block] = source[block * taps + tap];
  }
}

// Blocks whose window lies around them, by the sums.
TARGET static void smooth_inner(const vitrum_smoothing *s) {
  size_t pitch = vitrum_smoothing_pitch(s->blocks);
  float *pilots = s->scratch, *sums = s->scratch + 2 * (size_t)s->taps_per_block * pitch;
  int count = s->blocks - s->window + 1;
  for (int row = 0; row < s->rows; row++) {
    for (int part = 0; part < 2; part++) {
      const float *source = s->source + (2 * (size_t)row + part) * s->source_pitch;
      float *target = pilots + part * pitch;
      switch (s->taps_per_block) {
      case 1: memcpy(target, source, sizeof(float) * (size_t)s->blocks); break;
      case 2: arrange(source, s->blocks, 2, target, pitch); break;
      case 3: arrange(source, s->blocks, 3, target, pitch); break;
      case 4: arrange(source, s->blocks, 4, target, pitch); break;
      default: arrange(source, s->blocks, s->taps_per_block, target, pitch); break;
      }
    }
    float *target = s->target + 2 * (size_t)row * s->target_pitch + 12 * (size_t)(s->window / 2);
#define RANK(rank)                                       \
  case rank:                                             \
    analyse_all(s, rank, pilots, pitch, sums, count);    \
    synthesize(s, rank, sums, pitch, target, count);     \
    break
    switch (s->rank) {
      RANK(1);
      RANK(2);
      RANK(3);
      RANK(4);
      RANK(5);
      RANK(6);
    }
#undef RANK
  }
}

TARGET void KERNEL(smooth)(const vitrum_smoothing *s) {
  if (s->rank == 0) {
    smooth_all(s, 0, s->blocks);
    return;
  }
  // Four numbers behind a block's last subcarrier are written too, so that blocks ascend.
  smooth_all(s, 0, s->window / 2);
  smooth_inner(s);
  smooth_all(s, s->blocks - s->window + s->window / 2 + 1, s->blocks);
}
