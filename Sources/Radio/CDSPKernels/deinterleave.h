// Soft values from the order of symbols into rows, one for each bit of a symbol.
#define DEINTERLEAVE(ORDER)                                                                                                     \
  TARGET static void deinterleave_##ORDER(const int8_t *restrict source, size_t columns, int8_t *restrict rows) {               \
    for (size_t column = 0; column < columns; column++) {                                                                       \
      for (int row = 0; row < ORDER; row++) rows[(size_t)row * columns + column] = source[column * ORDER + (size_t)row];        \
    }                                                                                                                           \
  }
DEINTERLEAVE(2)
DEINTERLEAVE(4)
DEINTERLEAVE(6)
DEINTERLEAVE(8)
DEINTERLEAVE(10)

TARGET void KERNEL(deinterleave)(const int8_t *source, size_t columns, int order, int8_t *rows) {
  switch (order) {
    case 2: deinterleave_2(source, columns, rows); break;
    case 4: deinterleave_4(source, columns, rows); break;
    case 6: deinterleave_6(source, columns, rows); break;
    case 8: deinterleave_8(source, columns, rows); break;
    case 10: deinterleave_10(source, columns, rows); break;
    default: __builtin_trap();
  }
}

TARGET void KERNEL(add_soft)(int8_t *soft, const int8_t *added, size_t count) {
  for (size_t n = 0; n < count; n++) {
    int8_t sum = __builtin_elementwise_add_sat(soft[n], added[n]);
    soft[n] = sum < -127 ? -127 : sum;
  }
}
