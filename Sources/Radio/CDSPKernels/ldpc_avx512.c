#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi2")))

// A share of a magnitude, rounded up: seven eighths, or three quarters (the mean of it and its half).
AVX512 static inline __m512i scaled(__m512i magnitude, bool few_rows) {
  if (few_rows) {
    magnitude = _mm512_sub_epi8(magnitude, _mm512_and_si512(_mm512_srli_epi16(magnitude, 3), _mm512_set1_epi8(0x1F)));
  } else {
    magnitude = _mm512_avg_epu8(magnitude, _mm512_and_si512(_mm512_srli_epi16(magnitude, 1), _mm512_set1_epi8(0x7F)));
  }
  return _mm512_min_epu8(magnitude, _mm512_set1_epi8(VITRUM_LDPC_MESSAGE_LIMIT));
}

AVX512 static inline __mmask64 first_lanes(int count) { return count >= 64 ? ~0ULL : _bzhi_u64(~0ULL, (unsigned)count); }

AVX512 bool vitrum_ldpc_iterate_avx512(const vitrum_ldpc_state *s) {
  const int size = s->lifting_size;
  __m512i unsettled = _mm512_setzero_si512();
  for (int row = 0; row < s->rows; row++) {
    const vitrum_ldpc_entry *entries = s->entries + s->row_starts[row];
    int8_t *messages = s->messages + (size_t)s->row_starts[row] * VITRUM_LDPC_MESSAGES;
    int count = s->row_starts[row + 1] - s->row_starts[row];
    for (int first = 0; first < size; first += 64) {
      __m512i values[VITRUM_LDPC_ROW_LIMIT];
      int8_t *places[VITRUM_LDPC_ROW_LIMIT];
      __mmask64 valid = first_lanes(size - first);
      __m512i least = _mm512_set1_epi8(127), second = least, sign = _mm512_setzero_si512(), parity = sign, changed = sign;
      for (int e = 0; e < count; e++) {
        int at = entries[e].shift + first;
        if (at >= size) at -= size;
        int8_t *place = places[e] = s->posterior + (size_t)entries[e].column * VITRUM_LDPC_PITCH + VITRUM_LDPC_FRONT + at;
        __m512i value = _mm512_loadu_si512(place);
        // The column goes round.
        if (at + 64 > size) value = _mm512_mask_loadu_epi8(value, ~first_lanes(size - at), place - size);
        values[e] = value;
        __m512i input = _mm512_subs_epi8(value, _mm512_loadu_si512(messages + (size_t)e * VITRUM_LDPC_MESSAGES + first));
        parity = _mm512_xor_si512(parity, value);
        sign = _mm512_xor_si512(sign, input);
        __m512i magnitude = _mm512_abs_epi8(input);
        second = _mm512_min_epu8(second, _mm512_max_epu8(magnitude, least));
        least = _mm512_min_epu8(least, magnitude);
      }
      __m512i others = scaled(least, s->few_rows), own = scaled(second, s->few_rows);
      for (int e = 0; e < count; e++) {
        int8_t *said = messages + (size_t)e * VITRUM_LDPC_MESSAGES + first;
        __m512i before = _mm512_loadu_si512(said), input = _mm512_subs_epi8(values[e], before);
        // Where two are the least, the second is as small.
        __m512i message = _mm512_mask_mov_epi8(others, _mm512_cmpeq_epi8_mask(_mm512_abs_epi8(input), least), own);
        __mmask64 is_negative = _mm512_movepi8_mask(_mm512_xor_si512(sign, input));
        message = _mm512_mask_sub_epi8(message, is_negative, _mm512_setzero_si512(), message);
        _mm512_storeu_si512(said, message);
        __m512i value = _mm512_adds_epi8(values[e], _mm512_sub_epi8(message, before));
        changed = _mm512_ternarylogic_epi64(changed, value, values[e], 0xF6);
        int left = size - (int)(places[e] - (s->posterior + (size_t)entries[e].column * VITRUM_LDPC_PITCH + VITRUM_LDPC_FRONT));
        if (valid == ~0ULL) {
          // What goes beyond a column or stands in front of one is spare.
          _mm512_storeu_si512(places[e], value);
          if (left < 64) _mm512_storeu_si512(places[e] - size, value);
        } else {
          _mm512_mask_storeu_epi8(places[e], valid & first_lanes(left), value);
          if (left < 64) _mm512_mask_storeu_epi8(places[e] - size, valid & ~first_lanes(left), value);
        }
      }
      unsettled = _mm512_or_si512(unsettled, _mm512_maskz_mov_epi8(valid, _mm512_or_si512(parity, changed)));
    }
  }
  return _mm512_movepi8_mask(unsettled) == 0;
}
#else
bool vitrum_ldpc_iterate_avx512(const vitrum_ldpc_state *state) {
  (void)state;
  __builtin_trap();
}
#endif
