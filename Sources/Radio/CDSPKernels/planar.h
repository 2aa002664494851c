// Complex numbers as a row of real parts and a row of imaginary parts.

static const int32_t indexes[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// Lanes with an index below a count.
TARGET static inline masks_t below(size_t count) {
  masks_t index;
  memcpy(&index, indexes, sizeof index);
  return index < (masks_t){0} + (int32_t)count;
}

// Σ a b*; up to LANES - 1 numbers behind the last are read.
TARGET void PLANAR_PRODUCT(const float *ar, const float *ai, const float *br, const float *bi, size_t count, double *sum) {
  lanes_t real = all(0), imaginary = all(0);
  size_t n = 0;
  for (; n + LANES <= count; n += LANES) {
    lanes_t x = load(ar + n), y = load(ai + n), u = load(br + n), v = load(bi + n);
    real += x * u;
    real += y * v;
    imaginary += y * u;
    imaginary -= x * v;
  }
  if (n < count) {
    // What is behind the last number counts for nothing.
    masks_t mask = below(count - n);
    lanes_t x = load(ar + n), y = load(ai + n), u = where(mask, load(br + n)), v = where(mask, load(bi + n));
    real += where(mask, x * u + y * v);
    imaginary += where(mask, y * u - x * v);
  }
  lanes_t both = EVENS(real, imaginary) + ODDS(real, imaginary);
  for (int width = LANES / 2; width > 1; width /= 2) both = EVENS(both, both) + ODDS(both, both);
  sum[0] = both[0];
  sum[1] = both[1];
}

// Σ Re x h*, of every second h
TARGET double PLANAR_LIKENESS(const float *xr, const float *xi, const float *hr, const float *hi, size_t count) {
  lanes_t lanes = all(0);
  size_t n = 0;
  for (; n + LANES < count; n += LANES) {
    lanes += load(xr + n) * EVENS(load(hr + 2 * n), load(hr + 2 * n + LANES));
    lanes += load(xi + n) * EVENS(load(hi + 2 * n), load(hi + 2 * n + LANES));
  }
  float sum = 0;
  for (int lane = 0; lane < LANES; lane++) sum += lanes[lane];
  for (; n < count; n++) sum += xr[n] * hr[2 * n] + xi[n] * hi[2 * n];
  return sum;
}

TARGET void PLANAR_MULTIPLY(
    float *xr, float *xi, const float *yr, const float *yi, float sign, float real, float imaginary, size_t count) {
  size_t n = 0;
  for (; n + LANES <= count; n += LANES) {
    lanes_t a = load(yr + n), b = load(yi + n) * sign;
    lanes_t u = a * real - b * imaginary, v = a * imaginary + b * real;
    lanes_t x = load(xr + n), y = load(xi + n);
    store(xr + n, x * u - y * v);
    store(xi + n, x * v + y * u);
  }
  for (; n < count; n++) {
    float a = yr[n], b = yi[n] * sign, u = a * real - b * imaginary, v = a * imaginary + b * real, x = xr[n], y = xi[n];
    xr[n] = x * u - y * v;
    xi[n] = x * v + y * u;
  }
}

TARGET void PLANAR_GATHER(const float *source, size_t count, float *real, float *imaginary) {
  size_t n = 0;
  // The last number of a vector may have nothing behind it.
  for (; n + LANES < count; n += LANES) {
    const float *place = source + 4 * n;
    lanes_t a = load(place), b = load(place + LANES), c = load(place + 2 * LANES), d = load(place + 3 * LANES);
    store(real + n, EVENS(EVENS(a, b), EVENS(c, d)));
    store(imaginary + n, EVENS(ODDS(a, b), ODDS(c, d)));
  }
  for (; n < count; n++) {
    real[n] = source[4 * n];
    imaginary[n] = source[4 * n + 1];
  }
}

TARGET void PLANAR_SUBTRACT(float *xr, float *xi, const float *values, float real, float imaginary, const float *hr, const float *hi,
                            size_t count) {
  size_t n = 0;
  for (; n + LANES < count; n += LANES) {
    lanes_t a = load(values + 2 * n), b = load(values + 2 * n + LANES);
    lanes_t x = EVENS(a, b), y = ODDS(a, b);
    lanes_t u = x * real - y * imaginary, v = x * imaginary + y * real;
    lanes_t c = EVENS(load(hr + 2 * n), load(hr + 2 * n + LANES)), d = EVENS(load(hi + 2 * n), load(hi + 2 * n + LANES));
    store(xr + n, load(xr + n) - (u * c - v * d));
    store(xi + n, load(xi + n) - (u * d + v * c));
  }
  for (; n < count; n++) {
    float x = values[2 * n], y = values[2 * n + 1], u = x * real - y * imaginary, v = x * imaginary + y * real;
    xr[n] -= u * hr[2 * n] - v * hi[2 * n];
    xi[n] -= u * hi[2 * n] + v * hr[2 * n];
  }
}

TARGET double PLANAR_ROUGHNESS(const float *row, int order, size_t count) {
  lanes_t squares = all(0);
  float sum = 0;
  size_t n = 0;
  for (; n + LANES + (size_t)order <= count; n += LANES) {
    const float *x = row + n;
    lanes_t d = order == 2 ? load(x) + load(x + 2) - load(x + 1) * 2
                           : load(x) + load(x + 4) - (load(x + 1) + load(x + 3)) * 4 + load(x + 2) * 6;
    squares += d * d;
  }
  for (int lane = 0; lane < LANES; lane++) sum += squares[lane];
  for (; n + (size_t)order < count; n++) {
    const float *x = row + n;
    float d = order == 2 ? x[0] + x[2] - x[1] * 2 : x[0] + x[4] - (x[1] + x[3]) * 4 + x[2] * 6;
    sum += d * d;
  }
  return sum;
}
