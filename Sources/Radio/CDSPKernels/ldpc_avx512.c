#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi2")))

// Three quarters, rounded up: the mean of a magnitude and its half.
AVX512 static inline __m512i scaled(__m512i magnitude) {
  __m512i half = _mm512_and_si512(_mm512_srli_epi16(magnitude, 1), _mm512_set1_epi8(0x7F));
  return _mm512_min_epu8(_mm512_avg_epu8(magnitude, half), _mm512_set1_epi8(VITRUM_LDPC_MESSAGE_LIMIT));
}

AVX512 static inline __mmask64 first_lanes(int count) { return count >= 64 ? ~0ULL : _bzhi_u64(~0ULL, (unsigned)count); }

// The lanes of a row from `first` on are those of a column from `first + shift` on, which go round at its end.
typedef struct {
  int8_t *low, *high;
  __mmask64 in_low, in_high;
} lanes;

AVX512 static inline lanes find(const vitrum_ldpc_state *s, vitrum_ldpc_entry entry, int first, __mmask64 valid) {
  int at = entry.shift + first;
  if (at >= s->lifting_size) at -= s->lifting_size;
  lanes l;
  l.low = s->posterior + (size_t)entry.column * VITRUM_LDPC_PITCH + VITRUM_LDPC_FRONT + at;
  l.high = l.low - s->lifting_size;
  l.in_low = valid & first_lanes(s->lifting_size - at);
  l.in_high = valid & ~l.in_low;
  return l;
}

AVX512 bool vitrum_ldpc_iterate_avx512(const vitrum_ldpc_state *s) {
  const __m512i floor = _mm512_set1_epi8(-127);
  __mmask64 unsettled = 0;
  for (int row = 0; row < s->rows; row++) {
    const vitrum_ldpc_entry *entries = s->entries + s->row_starts[row];
    int8_t *messages = s->messages + (size_t)s->row_starts[row] * VITRUM_LDPC_MESSAGES;
    int count = s->row_starts[row + 1] - s->row_starts[row];
    for (int first = 0; first < s->lifting_size; first += 64) {
      __m512i inputs[VITRUM_LDPC_ROW_LIMIT];
      lanes places[VITRUM_LDPC_ROW_LIMIT];
      __mmask64 signs[VITRUM_LDPC_ROW_LIMIT];
      __mmask64 valid = first_lanes(s->lifting_size - first);
      __m512i least = _mm512_set1_epi8(127), second = least, index = _mm512_setzero_si512(), sign = index;
      __mmask64 parity = 0;
      for (int e = 0; e < count; e++) {
        lanes l = places[e] = find(s, entries[e], first, valid);
        __m512i value = _mm512_maskz_loadu_epi8(l.in_low, l.low);
        value = _mm512_mask_loadu_epi8(value, l.in_high, l.high);
        __m512i input = _mm512_subs_epi8(value, _mm512_loadu_si512(messages + (size_t)e * VITRUM_LDPC_MESSAGES + first));
        input = _mm512_max_epi8(input, floor);
        inputs[e] = input;
        signs[e] = _mm512_movepi8_mask(value);
        parity ^= signs[e];
        sign = _mm512_xor_si512(sign, input);
        __m512i magnitude = _mm512_abs_epi8(input);
        __mmask64 is_less = _mm512_cmplt_epu8_mask(magnitude, least);
        second = _mm512_min_epu8(second, _mm512_max_epu8(magnitude, least));
        least = _mm512_min_epu8(least, magnitude);
        index = _mm512_mask_mov_epi8(index, is_less, _mm512_set1_epi8((char)e));
      }
      unsettled |= parity & valid;
      least = scaled(least);
      second = scaled(second);
      for (int e = 0; e < count; e++) {
        __mmask64 is_least = _mm512_cmpeq_epi8_mask(index, _mm512_set1_epi8((char)e));
        __m512i message = _mm512_mask_mov_epi8(least, is_least, second);
        __mmask64 is_negative = _mm512_movepi8_mask(_mm512_xor_si512(sign, inputs[e]));
        message = _mm512_mask_sub_epi8(message, is_negative, _mm512_setzero_si512(), message);
        _mm512_storeu_si512(messages + (size_t)e * VITRUM_LDPC_MESSAGES + first, message);
        __m512i value = _mm512_max_epi8(_mm512_adds_epi8(inputs[e], message), floor);
        unsettled |= (_mm512_movepi8_mask(value) ^ signs[e]) & valid;
        _mm512_mask_storeu_epi8(places[e].low, places[e].in_low, value);
        if (places[e].in_high) _mm512_mask_storeu_epi8(places[e].high, places[e].in_high, value);
      }
    }
  }
  return unsettled == 0;
}
#else
bool vitrum_ldpc_iterate_avx512(const vitrum_ldpc_state *state) {
  (void)state;
  __builtin_trap();
}
#endif
