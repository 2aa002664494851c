// Complex numbers as a row of real parts and a row of imaginary parts. Sums have accumulators enough not to wait for additions.

// Σ a b*; up to LANES - 1 numbers behind the last are read.
TARGET void KERNEL(planar_product)(const float *ar, const float *ai, const float *br, const float *bi, size_t count, double *sum) {
  enum { UNROLLED = 4 };
  lanes_t real[UNROLLED] = {0}, imaginary[UNROLLED] = {0};
  size_t n = 0;
  for (; n + 2 * LANES <= count; n += 2 * LANES) {
    for (int part = 0; part < 2; part++) {
      size_t at = n + (size_t)part * LANES;
      lanes_t x = load(ar + at), y = load(ai + at), u = load(br + at), v = load(bi + at);
      real[2 * part] += x * u;
      real[2 * part + 1] += y * v;
      imaginary[2 * part] += y * u;
      imaginary[2 * part + 1] -= x * v;
    }
  }
  for (; n < count; n += LANES) {
    // What is behind the last number counts for nothing.
    masks_t mask = below(count - n);
    lanes_t x = where(mask, load(ar + n)), y = where(mask, load(ai + n)), u = where(mask, load(br + n)), v = where(mask, load(bi + n));
    real[0] += x * u;
    real[1] += y * v;
    imaginary[0] += y * u;
    imaginary[1] -= x * v;
  }
  sum[0] = total((real[0] + real[1]) + (real[2] + real[3]));
  sum[1] = total((imaginary[0] + imaginary[1]) + (imaginary[2] + imaginary[3]));
}

TARGET double KERNEL(planar_power)(const float *values, size_t count) {
  lanes_t lanes[4] = {0};
  size_t n = 0;
  for (; n + 4 * LANES <= count; n += 4 * LANES) {
    for (int part = 0; part < 4; part++) {
      lanes_t x = load(values + n + part * LANES);
      lanes[part] += x * x;
    }
  }
  float sum = total((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]));
  for (; n < count; n++) sum += values[n] * values[n];
  return sum;
}

// Σ Re x h*, of every second h
TARGET double KERNEL(planar_likeness)(const float *xr, const float *xi, const float *hr, const float *hi, size_t count) {
  lanes_t lanes[4] = {0};
  size_t n = 0;
  for (; n + 2 * LANES < count; n += 2 * LANES) {
    for (int part = 0; part < 2; part++) {
      size_t at = n + (size_t)part * LANES;
      lanes[2 * part] += load(xr + at) * EVENS(load(hr + 2 * at), load(hr + 2 * at + LANES));
      lanes[2 * part + 1] += load(xi + at) * EVENS(load(hi + 2 * at), load(hi + 2 * at + LANES));
    }
  }
  float sum = total((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]));
  for (; n < count; n++) sum += xr[n] * hr[2 * n] + xi[n] * hi[2 * n];
  return sum;
}

TARGET void KERNEL(planar_multiply)(
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

// Every second of some pairs; the last number of a vector may have nothing behind it.
TARGET static inline complex_t every_second(const float *place) {
  lanes_t a = load(place), b = load(place + LANES), c = load(place + 2 * LANES), d = load(place + 3 * LANES);
  return (complex_t){EVENS(EVENS(a, b), EVENS(c, d)), EVENS(ODDS(a, b), ODDS(c, d))};
}

TARGET void KERNEL(planar_gather)(const float *source, size_t count, float *real, float *imaginary) {
  size_t n = 0;
  for (; n + LANES < count; n += LANES) {
    complex_t value = every_second(source + 4 * n);
    store(real + n, value.real);
    store(imaginary + n, value.imaginary);
  }
  for (; n < count; n++) {
    real[n] = source[4 * n];
    imaginary[n] = source[4 * n + 1];
  }
}

// y w of every second y, which is added to what is there or not.
TARGET void KERNEL(planar_weigh)(
    const float *source, const float *wr, const float *wi, bool is_adding, size_t count, float *real, float *imaginary) {
  size_t n = 0;
  for (; n + LANES < count; n += LANES) {
    complex_t value = product(every_second(source + 4 * n), (complex_t){load(wr + n), load(wi + n)});
    store(real + n, is_adding ? load(real + n) + value.real : value.real);
    store(imaginary + n, is_adding ? load(imaginary + n) + value.imaginary : value.imaginary);
  }
  for (; n < count; n++) {
    float x = source[4 * n], y = source[4 * n + 1], u = x * wr[n] - y * wi[n], v = x * wi[n] + y * wr[n];
    real[n] = is_adding ? real[n] + u : u;
    imaginary[n] = is_adding ? imaginary[n] + v : v;
  }
}

// r* f / |r|², where |r|² is at least `least`.
TARGET void KERNEL(planar_invert)(const float *values, float least, float factor, size_t count, float *real, float *imaginary) {
  size_t n = 0;
  for (; n + LANES <= count; n += LANES) {
    lanes_t a = load(values + 2 * n), b = load(values + 2 * n + LANES), x = EVENS(a, b), y = ODDS(a, b);
    lanes_t power = x * x + y * y;
    lanes_t scale = all(factor) / __builtin_elementwise_max(power, all(least));
    store(real + n, x * scale);
    store(imaginary + n, -y * scale);
  }
  for (; n < count; n++) {
    float x = values[2 * n], y = values[2 * n + 1], power = x * x + y * y, scale = factor / (power > least ? power : least);
    real[n] = x * scale;
    imaginary[n] = -y * scale;
  }
}

TARGET void KERNEL(planar_subtract)(float *xr, float *xi, const float *values, float real, float imaginary, const float *hr,
                                    const float *hi, size_t count) {
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

TARGET double KERNEL(planar_roughness)(const float *row, int order, size_t count) {
  lanes_t squares[2] = {0};
  float sum = 0;
  size_t n = 0;
  for (; n + 2 * LANES + (size_t)order <= count; n += 2 * LANES) {
    for (int part = 0; part < 2; part++) {
      const float *x = row + n + part * LANES;
      lanes_t d = order == 2 ? load(x) + load(x + 2) - load(x + 1) * 2
                             : load(x) + load(x + 4) - (load(x + 1) + load(x + 3)) * 4 + load(x + 2) * 6;
      squares[part] += d * d;
    }
  }
  for (; n + (size_t)order < count; n++) {
    const float *x = row + n;
    float d = order == 2 ? x[0] + x[2] - x[1] * 2 : x[0] + x[4] - (x[1] + x[3]) * 4 + x[2] * 6;
    sum += d * d;
  }
  return sum + total(squares[0] + squares[1]);
}

// The means of pairs of numbers; those of a row of real parts or of imaginary ones.
TARGET void KERNEL(planar_halve)(const float *source, size_t count, float *target) {
  size_t n = 0;
  for (; n + LANES <= count; n += LANES) {
    lanes_t a = load(source + 2 * n), b = load(source + 2 * n + LANES);
    store(target + n, (EVENS(a, b) + ODDS(a, b)) * 0.5f);
  }
  for (; n < count; n++) target[n] = (source[2 * n] + source[2 * n + 1]) * 0.5f;
}

// Lane n is the sum of all lanes of vector n.
TARGET static inline lanes_t totals(lanes_t *vectors) {
  for (int count = LANES; count > 1; count /= 2) {
    for (int n = 0; n < count / 2; n++) {
      vectors[n] = EVENS(vectors[2 * n], vectors[2 * n + 1]) + ODDS(vectors[2 * n], vectors[2 * n + 1]);
    }
  }
  return vectors[0];
}

// Up to LANES - 1 numbers behind the last are read.
TARGET void KERNEL(planar_covariances)(
    const float *rows, size_t pitch, int antennas, size_t size, size_t count, float factor, float *matrices) {
  for (size_t first = 0; first < count; first += size, matrices += 2 * antennas * antennas) {
    size_t length = count - first < size ? count - first : size;
    lanes_t sums[LANES];
    float *places[LANES / 2];
    int filled = 0;
    for (int a = 0; a < antennas; a++) {
      for (int b = 0; b <= a; b++) {
        const float *ar = rows + 2 * (size_t)a * pitch + first, *br = rows + 2 * (size_t)b * pitch + first;
        complex_t value = {{0}, {0}};
        size_t n = 0;
        for (; n + LANES <= length; n += LANES) {
          value = add_conjugate_product(value, load_pair(br + n, pitch), load_pair(ar + n, pitch));
        }
        if (n < length) {
          masks_t mask = below(length - n);
          complex_t x = load_pair(ar + n, pitch), y = load_pair(br + n, pitch);
          x = (complex_t){where(mask, x.real), where(mask, x.imaginary)};
          y = (complex_t){where(mask, y.real), where(mask, y.imaginary)};
          value = add_conjugate_product(value, y, x);
        }
        sums[2 * filled] = value.real;
        sums[2 * filled + 1] = value.imaginary;
        places[filled++] = matrices + 2 * (a * antennas + b);
        if (filled < LANES / 2 && (a < antennas - 1 || b < a)) continue;
        for (int rest = 2 * filled; rest < LANES; rest++) sums[rest] = all(0);
        lanes_t found = totals(sums) * factor;
        for (int n = 0; n < filled; n++) {
          places[n][0] += found[2 * n];
          places[n][1] += found[2 * n + 1];
        }
        filled = 0;
      }
    }
  }
}
