// Where the octets of two symbols, packed by bit and axis, go; -1 is a zero.
#define REST -1, -1, -1, -1, -1, -1, -1, -1
static const int8_t order_2[16] = {0, 1, 2, 3, -1, -1, -1, -1, REST};
static const int8_t order_4[16] = {0, 1, 4, 5, 2, 3, 6, 7, REST};
static const int8_t order_6[16] = {0, 1, 4, 5, 8, 9, 2, 3, 6, 7, 10, 11, -1, -1, -1, -1};
static const int8_t order_8[16] = {0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15};
static const int8_t order_10[16] = {0, 1, 4, 5, 8, 9, 12, 13, -1, -1, 2, 3, 6, 7, 10, 11};
static const int8_t order_10_last[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 1, -1, -1, -1, -1, -1, -1};
static const int8_t order_10_rest[16] = {14, 15, -1, -1, -1, -1, -1, -1, REST};
static const int8_t order_10_end[16] = {-1, -1, 2, 3, -1, -1, -1, -1, REST};
#undef REST
