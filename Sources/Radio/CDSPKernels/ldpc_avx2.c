#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi2")))

// Thirty-two ones and as many zeros: from 32 - n on, the first n lanes.
static const int8_t lane_masks[64] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                      -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

AVX2 static inline __m256i load(const int8_t *place) { return _mm256_loadu_si256((const __m256i *)place); }

AVX2 static inline void store(int8_t *place, __m256i value) { _mm256_storeu_si256((__m256i *)place, value); }

AVX2 static inline __m256i first_lanes(int count) { return load(lane_masks + 32 - (count < 32 ? count : 32)); }

AVX2 static inline void store_lanes(int8_t *place, __m256i value, __m256i lanes) {
  store(place, _mm256_blendv_epi8(load(place), value, lanes));
}

// A share of a magnitude, rounded up: seven eighths, or three quarters (the mean of it and its half).
AVX2 static inline __m256i scaled(__m256i magnitude, bool few_rows) {
  if (few_rows) {
    magnitude = _mm256_sub_epi8(magnitude, _mm256_and_si256(_mm256_srli_epi16(magnitude, 3), _mm256_set1_epi8(0x1F)));
  } else {
    magnitude = _mm256_avg_epu8(magnitude, _mm256_and_si256(_mm256_srli_epi16(magnitude, 1), _mm256_set1_epi8(0x7F)));
  }
  return _mm256_min_epu8(magnitude, _mm256_set1_epi8(VITRUM_LDPC_MESSAGE_LIMIT));
}

AVX2 bool vitrum_ldpc_iterate_avx2(const vitrum_ldpc_state *s) {
  const __m256i one = _mm256_set1_epi8(1);
  __m256i unsettled = _mm256_setzero_si256();
  for (int row = 0; row < s->rows; row++) {
    const vitrum_ldpc_entry *entries = s->entries + s->row_starts[row];
    int8_t *messages = s->messages + (size_t)s->row_starts[row] * VITRUM_LDPC_MESSAGES;
    int count = s->row_starts[row + 1] - s->row_starts[row];
    for (int first = 0; first < s->lifting_size; first += 32) {
      __m256i values[VITRUM_LDPC_ROW_LIMIT];
      int8_t *places[VITRUM_LDPC_ROW_LIMIT];
      int left[VITRUM_LDPC_ROW_LIMIT];
      int width = s->lifting_size - first < 32 ? s->lifting_size - first : 32;
      __m256i valid = first_lanes(width);
      __m256i least = _mm256_set1_epi8(127), second = least, sign = _mm256_setzero_si256(), parity = sign;
      for (int e = 0; e < count; e++) {
        int at = entries[e].shift + first;
        if (at >= s->lifting_size) at -= s->lifting_size;
        places[e] = s->posterior + (size_t)entries[e].column * VITRUM_LDPC_PITCH + VITRUM_LDPC_FRONT + at;
        left[e] = s->lifting_size - at;
        __m256i value = load(places[e]);
        // The column goes round.
        if (left[e] < width) value = _mm256_blendv_epi8(load(places[e] - s->lifting_size), value, first_lanes(left[e]));
        __m256i input = _mm256_subs_epi8(value, load(messages + (size_t)e * VITRUM_LDPC_MESSAGES + first));
        values[e] = value;
        parity = _mm256_xor_si256(parity, value);
        sign = _mm256_xor_si256(sign, input);
        __m256i magnitude = _mm256_abs_epi8(input);
        second = _mm256_min_epu8(second, _mm256_max_epu8(magnitude, least));
        least = _mm256_min_epu8(least, magnitude);
      }
      unsettled = _mm256_or_si256(unsettled, _mm256_and_si256(parity, valid));
      __m256i others = scaled(least, s->few_rows), own = scaled(second, s->few_rows);
      for (int e = 0; e < count; e++) {
        int8_t *said = messages + (size_t)e * VITRUM_LDPC_MESSAGES + first;
        __m256i before = load(said), input = _mm256_subs_epi8(values[e], before);
        // Where two are the least, the second is as small.
        __m256i message = _mm256_blendv_epi8(others, own, _mm256_cmpeq_epi8(_mm256_abs_epi8(input), least));
        message = _mm256_sign_epi8(message, _mm256_or_si256(_mm256_xor_si256(sign, input), one));
        store(said, message);
        __m256i value = _mm256_adds_epi8(values[e], _mm256_sub_epi8(message, before));
        unsettled = _mm256_or_si256(unsettled, _mm256_and_si256(_mm256_xor_si256(value, values[e]), valid));
        if (width == 32) {
          // What goes beyond a column or stands in front of one is spare.
          store(places[e], value);
          if (left[e] < 32) store(places[e] - s->lifting_size, value);
        } else {
          __m256i low = _mm256_and_si256(valid, first_lanes(left[e]));
          store_lanes(places[e], value, low);
          if (left[e] < width) store_lanes(places[e] - s->lifting_size, value, _mm256_andnot_si256(low, valid));
        }
      }
    }
  }
  return _mm256_movemask_epi8(unsettled) == 0;
}
#else
bool vitrum_ldpc_iterate_avx2(const vitrum_ldpc_state *state) {
  (void)state;
  __builtin_trap();
}
#endif
