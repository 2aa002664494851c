// Products of complex matrices in planes of parts. A block of the result stays in registers: enough rows that no sum waits for its last
// addition.

#define ALWAYS TARGET static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)") for

enum { PLANE = VITRUM_LAYER_PITCH };

ALWAYS void product_block(const vitrum_matrix_product *p, int rows, int vectors, bool is_conjugate, int row, size_t column) {
  lanes_t real[6][2], imaginary[6][2];
  UNROLLED (int r = 0; r < rows; r++) {
    UNROLLED (int v = 0; v < vectors; v++) real[r][v] = imaginary[r][v] = all(0);
  }
  const float *left = p->left + row, *right = p->right + column;
  const size_t right_pitch = p->right_pitch;
  const int depth = p->depth;
  for (int k = 0; k < depth; k++, left += 2 * PLANE, right += 2 * right_pitch) {
    complex_t b[2];
    UNROLLED (int v = 0; v < vectors; v++) b[v] = load_pair(right + v * LANES, right_pitch);
    UNROLLED (int r = 0; r < rows; r++) {
      lanes_t x = all(left[r]), y = all(left[r + PLANE]);
      UNROLLED (int v = 0; v < vectors; v++) {
        real[r][v] = real[r][v] + x * b[v].real;
        imaginary[r][v] = imaginary[r][v] + x * b[v].imaginary;
        real[r][v] = is_conjugate ? real[r][v] + y * b[v].imaginary : real[r][v] - y * b[v].imaginary;
        imaginary[r][v] = is_conjugate ? imaginary[r][v] - y * b[v].real : imaginary[r][v] + y * b[v].real;
      }
    }
  }
  float *result = p->result + 2 * row * p->result_pitch + column;
  UNROLLED (int r = 0; r < rows; r++, result += 2 * p->result_pitch) {
    UNROLLED (int v = 0; v < vectors; v++) store_pair(result + v * LANES, p->result_pitch, (complex_t){real[r][v], imaginary[r][v]});
  }
}

// All rows of some columns, in blocks that differ by one row at most.
ALWAYS void product_columns(const vitrum_matrix_product *p, int limit, int vectors, bool is_conjugate, size_t column) {
  int row = 0;
  for (int left = (p->rows + limit - 1) / limit; left > 0; left--) {
    int rows = (p->rows - row + left - 1) / left;
    switch (rows) {
    case 1: product_block(p, 1, vectors, is_conjugate, row, column); break;
    case 2: product_block(p, 2, vectors, is_conjugate, row, column); break;
    case 3: product_block(p, 3, vectors, is_conjugate, row, column); break;
    case 4: product_block(p, 4, vectors, is_conjugate, row, column); break;
    case 5: product_block(p, 5, vectors, is_conjugate, row, column); break;
    default: product_block(p, 6, vectors, is_conjugate, row, column); break;
    }
    row += rows;
  }
}

ALWAYS void product_all(const vitrum_matrix_product *p, bool is_conjugate) {
  size_t column = 0;
#if LANES == 16
  for (; column + LANES < p->columns; column += 2 * LANES) product_columns(p, 5, 2, is_conjugate, column);
#endif
  for (; column < p->columns; column += LANES) product_columns(p, 6, 1, is_conjugate, column);
}

typedef float eight_t __attribute__((vector_size(32)));
typedef float unaligned_eight_t __attribute__((vector_size(32), aligned(4), may_alias));

// Eight rows of eight numbers put across.
ALWAYS void turn_eight(const float *source, size_t pitch, float *target, size_t target_pitch) {
  eight_t a[8], b[8];
  UNROLLED (int i = 0; i < 8; i++) a[i] = *(const unaligned_eight_t *)(source + i * pitch);
  UNROLLED (int i = 0; i < 8; i += 2) {
    b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  UNROLLED (int i = 0; i < 8; i += 4) {
    UNROLLED (int j = 0; j < 2; j++) {
      a[i + 2 * j] = __builtin_shufflevector(b[i + j], b[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[i + 2 * j + 1] = __builtin_shufflevector(b[i + j], b[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  UNROLLED (int i = 0; i < 4; i++) {
    *(unaligned_eight_t *)(target + i * target_pitch) = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    *(unaligned_eight_t *)(target + (i + 4) * target_pitch) = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

TARGET static __attribute__((noinline)) void plain_product(const vitrum_matrix_product *p) { product_all(p, false); }
TARGET static __attribute__((noinline)) void conjugate_product_of(const vitrum_matrix_product *p) { product_all(p, true); }

TARGET void KERNEL(matrix_product)(const vitrum_matrix_product *p) {
  void (*multiply)(const vitrum_matrix_product *) = p->is_conjugate ? conjugate_product_of : plain_product;
  if (p->is_across) {
    multiply(p);
    return;
  }
  vitrum_matrix_product part = *p;
  // Sixteen rows at a time are turned: elements that stand in different rows at the same place would come from one bank of the cache.
  float turned[PLANE][2 * PLANE];
  part.left = turned[0];
  for (int row = 0; row < p->rows; row += PLANE) {
    part.rows = p->rows - row < PLANE ? p->rows - row : PLANE;
    part.result = p->result + 2 * row * p->result_pitch;
    const float *source = p->left + 2 * PLANE * row;
    if (part.rows == PLANE) {
      for (int r = 0; r < PLANE; r += 8) {
        for (int k = 0; k < p->depth; k += 8) {
          turn_eight(source + 2 * PLANE * r + k, 2 * PLANE, turned[k] + r, 2 * PLANE);
          turn_eight(source + 2 * PLANE * r + k + PLANE, 2 * PLANE, turned[k] + r + PLANE, 2 * PLANE);
        }
      }
    } else {
      for (int r = 0; r < part.rows; r++) {
        for (int k = 0; k < p->depth; k++) {
          turned[k][r] = source[2 * PLANE * r + k];
          turned[k][r + PLANE] = source[2 * PLANE * r + k + PLANE];
        }
      }
    }
    multiply(&part);
  }
}

// LANES Hermitian matrices at once: element by element a row of real and a row of imaginary parts. Of each only the lower triangle is read.
TARGET static inline void invert_lanes(float *matrices, int size, lanes_t *scratch) {
  // matrix = lower · diagonal · lower*, in place; the inverse of `lower` goes to scratch.
#define AT(i, j) (matrices + 2 * LANES * ((i) * size + (j)))
  lanes_t *reciprocal = scratch;
  complex_t *inverse = (complex_t *)(scratch + size);
  for (int j = 0; j < size; j++) {
    for (int i = j; i < size; i++) {
      complex_t value = load_pair(AT(i, j), LANES);
      for (int k = 0; k < j; k++) {
        // Behind the diagonal stand the products with it: conj(lower[j][k]) · diagonal[k].
        value = difference(value, product(load_pair(AT(k, j), LANES), load_pair(AT(i, k), LANES)));
      }
      if (i == j) {
        lanes_t least = all(1e-30f);
        lanes_t diagonal = where((masks_t)(value.real > least), value.real) + where((masks_t)(value.real <= least), least);
        reciprocal[j] = 1 / diagonal;
        store(AT(j, j), diagonal);
      } else {
        // value = lower[i][j] · diagonal[j]; its conjugate is what row i needs behind the diagonal.
        store_pair(AT(j, i), LANES, (complex_t){value.real, -value.imaginary});
        store_pair(AT(i, j), LANES, scaled(value, reciprocal[j]));
      }
    }
  }
  for (int j = 0; j < size; j++) {
    inverse[j * size + j] = (complex_t){all(1), all(0)};
    for (int i = j + 1; i < size; i++) {
      complex_t value = load_pair(AT(i, j), LANES);
      for (int k = j + 1; k < i; k++) value = add_product(value, load_pair(AT(i, k), LANES), inverse[k * size + j]);
      inverse[i * size + j] = (complex_t){-value.real, -value.imaginary};
    }
  }
  for (int i = 0; i < size; i++) {
    for (int j = 0; j <= i; j++) {
      complex_t value = scaled(conjugate(inverse[i * size + i]), reciprocal[i]);
      value = product(value, inverse[i * size + j]);
      for (int k = i + 1; k < size; k++) {
        value = add_conjugate_product(value, scaled(inverse[k * size + i], reciprocal[k]), inverse[k * size + j]);
      }
      store_pair(AT(i, j), LANES, value);
    }
  }
#undef AT
}

TARGET void KERNEL(pseudo_inverse)(const vitrum_pseudo_inverse *p) {
  const int size = p->layers;
  const size_t group_pitch = 2 * PLANE * (size_t)p->antennas, gram_pitch = 2 * PLANE * (size_t)size;
  lanes_t *scratch = (lanes_t *)p->scratch;
  float *matrices = (float *)(scratch + size + 2 * size * size), *grams = matrices + 2 * LANES * size * size;
  for (size_t first = 0; first < p->groups; first += LANES) {
    const int count = p->groups - first < LANES ? (int)(p->groups - first) : LANES;
    vitrum_matrix_product product = {.depth = p->antennas, .is_across = true, .is_conjugate = true, .right_pitch = PLANE, .result_pitch = PLANE};
    for (int group = 0; group < count; group++) {
      const float *channel = p->channel + (first + group) * group_pitch;
      // The lower triangle, vector by vector.
      for (int place = 0; place < size; place += LANES) {
        product.rows = size - place;
        product.columns = size - place < LANES ? (size_t)(size - place) : LANES;
        product.left = product.right = channel + place;
        product.result = grams + group * gram_pitch + 2 * PLANE * place + place;
        KERNEL(matrix_product)(&product);
      }
    }
    // Element by element, the lanes that have no matrix with those of the first.
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        float *element = matrices + 2 * LANES * (i * size + j);
        const float *source = grams + 2 * PLANE * i + j;
        for (int lane = 0; lane < LANES; lane++) {
          const float *gram = source + (lane < count ? lane : 0) * gram_pitch;
          element[lane] = gram[0] + (i == j ? p->loading : 0);
          element[LANES + lane] = gram[PLANE];
        }
      }
    }
    invert_lanes(matrices, size, scratch);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        const float *element = matrices + 2 * LANES * (i >= j ? i * size + j : j * size + i);
        const float sign = i >= j ? 1 : -1;
        float *target = grams + 2 * PLANE * i + j;
        for (int lane = 0; lane < count; lane++) {
          target[lane * gram_pitch] = element[lane];
          target[lane * gram_pitch + PLANE] = sign * element[LANES + lane];
        }
      }
    }
    product = (vitrum_matrix_product){.rows = p->antennas, .depth = size, .columns = (size_t)size, .right_pitch = PLANE, .result_pitch = PLANE};
    for (int group = 0; group < count; group++) {
      product.left = p->channel + (first + group) * group_pitch;
      product.right = grams + group * gram_pitch;
      product.result = p->result + (first + group) * group_pitch;
      KERNEL(matrix_product)(&product);
    }
  }
}

#undef ALWAYS
#undef UNROLLED
