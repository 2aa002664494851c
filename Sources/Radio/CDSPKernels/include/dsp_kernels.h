#ifndef VITRUM_DSP_KERNELS_H
#define VITRUM_DSP_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Instruction sets that kernels have variants for. Nothing may be called that the processor does not have.
bool vitrum_has_avx2(void);
/// With the octet and word instructions (BW, VL, DQ).
bool vitrum_has_avx512(void);

/// An entry of an LDPC base graph.
typedef struct {
  uint16_t column;
  uint16_t shift;
} vitrum_ldpc_entry;

/// Octets from one column's soft values to the next, and those in front of the first: what vectors reach beyond a column is spare.
enum { VITRUM_LDPC_PITCH = 512, VITRUM_LDPC_FRONT = 64, VITRUM_LDPC_MESSAGES = 384, VITRUM_LDPC_ROW_LIMIT = 24 };

/// The largest message: a sum is cut off, and what a check takes back must not be more than a part of it.
enum { VITRUM_LDPC_MESSAGE_LIMIT = 48 };

/// What a decoder works on (TS 38.212 §5.3.2).
typedef struct {
  int32_t lifting_size;
  int32_t rows;
  /// Whether messages are seven eighths of the least magnitude, for codes of few rows, or three quarters.
  bool few_rows;
  /// rows + 1 of them.
  const uint16_t *row_starts;
  const vitrum_ldpc_entry *entries;
  /// VITRUM_LDPC_PITCH octets for each column, of which the soft values begin at VITRUM_LDPC_FRONT.
  int8_t *posterior;
  /// VITRUM_LDPC_MESSAGES octets for each entry.
  int8_t *messages;
} vitrum_ldpc_state;

/// One iteration of layered normalised min-sum.
/// Returns whether all checks held for the hard decisions as they were read and none of these changed: then they are a codeword.
bool vitrum_ldpc_iterate_avx2(const vitrum_ldpc_state *state);
bool vitrum_ldpc_iterate_avx512(const vitrum_ldpc_state *state);

/// Words of a column of an encoder, and from one column to the next: it stands there twice in a row, so that each of its rotations is
/// there in one piece, and behind it zeros.
enum { VITRUM_LDPC_WORDS = 8, VITRUM_LDPC_WORD_PITCH = 16 };

/// The sum of rotated columns; bits beyond the lifting size are whatever they are.
void vitrum_ldpc_sum_avx2(const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *sum);
void vitrum_ldpc_sum_avx512(const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *sum);

/// Some entries in a row.
typedef struct {
  uint16_t start;
  uint16_t count;
} vitrum_ldpc_range;

/// The sums of the entries of each range, of which so many words are stored, one range's behind the other's.
void vitrum_ldpc_sums_avx512(const uint64_t *columns, const vitrum_ldpc_entry *entries, const vitrum_ldpc_range *ranges, int count,
                             int words, uint64_t *sums);

/// Puts bits into columns of whole words, at most six each.
void vitrum_ldpc_put_words_avx512(uint64_t *columns, const uint64_t *bits, int count, int words);

/// Reads `order` rows of bits column by column (TS 38.212 §5.4.2.2); behind the last row there is a word more.
/// Returns how many columns were read: those behind would not fill 64 bits.
size_t vitrum_interleave_bmi2(const uint64_t *bits, size_t columns, int order, uint64_t *out);

/// As `vitrum_interleave_bmi2`, for an even order up to 10 and all columns.
void vitrum_interleave_avx512(const uint64_t *bits, size_t columns, int order, uint64_t *out);

/// Puts `size` bits into a column.
void vitrum_ldpc_put_avx512(uint64_t *column, const uint64_t *sum, int size);

/// Symbols of bits (TS 38.211 §5.1), the first bit in the most significant place of the first word. `order` is 1, 2, 4, 6, 8 or 10;
/// `levels` has 32 numbers: what an axis is for its bits, of which there are half the order, again and again. With `is_turning` every second
/// symbol of order 1, from the second on, is turned by a quarter.
void vitrum_map_avx512(const uint64_t *words, size_t count, int order, bool is_turning, const float *levels, float *symbols);

/// Sums of two sequences of length 31 (TS 38.211 §5.2.1) and of `source`, if there is one, which may be `target`; `first` and `second` are
/// the 32 words of each that come next. Returns how many words were made: a multiple of 32.
size_t vitrum_gold_avx512(uint64_t *first, uint64_t *second, const uint64_t *source, uint64_t *target, size_t count);

bool vitrum_has_pclmul(void);
/// With AVX-512.
bool vitrum_has_vpclmul(void);

/// Two words that leave the same remainder as `count` words, an even number of at least two, the first bit in the most significant place.
/// `remainders` are those of x^128 and x^192, of x^512 and x^576, of x^2048 and x^2112.
void vitrum_checksum_pclmul(const uint64_t *words, size_t count, const uint64_t *remainders, uint64_t *result);
void vitrum_checksum_vpclmul(const uint64_t *words, size_t count, const uint64_t *remainders, uint64_t *result);

/// A pass of a Fourier transform: `radix` (2, 3, 4, 5 or 8) vectors that stand `step` apart at once.
typedef struct {
  int32_t radix;
  int32_t step;
  /// Where its factors begin in the plan's: for each of `step` places those of results 1 to radix - 1, real and imaginary part.
  int32_t twiddles;
} vitrum_fft_pass;

/// A Fourier transform of count = lanes · M points, M at least `lanes`: transforms of M points in each lane, then one over the lanes.
typedef struct {
  int32_t count;
  /// 4 or 8 with AVX2, 16 with AVX-512.
  int32_t lanes;
  int32_t pass_count;
  const vitrum_fft_pass *passes;
  const float *twiddles;
  /// Where in scratch the M results of the lanes' transforms stand.
  const int32_t *positions;
  /// What the transforms over the lanes need for each block of `lanes` results: lanes / 4 vectors less one times four, and three in front.
  const float *factors;
  /// Room for `count` complex samples.
  float *scratch;
} vitrum_fft_plan;

/// From `source` to `target`, which may be the same: `count` pairs of a real and an imaginary part. Without a factor in either direction.
void vitrum_fft_avx2(const vitrum_fft_plan *plan, const float *source, float *target, bool inverse);
void vitrum_fft_avx512(const vitrum_fft_plan *plan, const float *source, float *target, bool inverse);
/// Soft values of symbols by the nearest symbols (TS 38.211 §5.1), rounded to the nearest and within -127 and 127.
/// `symbols` are pairs of parts, `weights` what the ratios of each are multiplied with; `half` is one over the distance of neighbouring
/// levels, `gain` what a ratio of that distance's square weighs; `order` is 1, 2, 4, 6, 8 or 10. With `is_turning` every second symbol of
/// order 1, from the second on, is turned by a quarter.
void vitrum_soft_demap_avx2(const float *symbols, const float *weights, size_t count, float half, float gain, int order, bool is_turning,
                            int8_t *soft);
void vitrum_soft_demap_avx512(const float *symbols, const float *weights, size_t count, float half, float gain, int order, bool is_turning,
                              int8_t *soft);

/// Changes the signs of values whose bit is one, the first bit in the most significant place of the first word; -128 becomes 127.
void vitrum_flip_signs_avx2(int8_t *soft, const uint64_t *words, size_t count);
void vitrum_flip_signs_avx512(int8_t *soft, const uint64_t *words, size_t count);

/// Twelve subcarriers of a resource block from pilots around it, for rows of pilots that have the same weights. Rows are a real part and an
/// imaginary part, each `pitch` numbers.
typedef struct {
  /// For each place of a block in its window and each tap: 16 real and 16 imaginary parts, of which 12 are used.
  const float *weights;
  const float *source;
  /// Four numbers behind the last subcarrier of each part are written too.
  float *target;
  size_t source_pitch;
  size_t target_pitch;
  int32_t rows;
  int32_t blocks;
  /// Blocks whose pilots are used, not more than there are.
  int32_t window;
  int32_t taps_per_block;
  /// Blocks with their window around them may be made in two steps: `rank` sums of all taps, and from these the subcarriers. 0 for one.
  int32_t rank;
  /// For each tap of the window and each sum, a real and an imaginary part.
  const float *analysis;
  /// For each sum 16 real and 16 imaginary parts, of which 12 are used.
  const float *synthesis;
  /// 2 (taps_per_block + rank) rows of `vitrum_smoothing_pitch`, zeros at first.
  float *scratch;
} vitrum_smoothing;

enum { VITRUM_SMOOTHING_RANK = 6 };
static inline size_t vitrum_smoothing_pitch(int32_t blocks) { return ((size_t)blocks + 31) / 16 * 16; }

void vitrum_smooth_avx2(const vitrum_smoothing *smoothing);
void vitrum_smooth_avx512(const vitrum_smoothing *smoothing);

/// Rounds of twelve independent multiplications with additions of vectors, to see what a processor does at most.
float vitrum_multiply_adds_avx2(size_t rounds);
float vitrum_multiply_adds_avx512(size_t rounds);

enum { VITRUM_LAYER_LIMIT = 8, VITRUM_VECTOR_LANES = 16 };

/// Adds to each port's elements those of the layers (TS 38.211 §7.3.1.4): pairs of parts. `weights` has a row for each port with a pair for
/// each of at most VITRUM_LAYER_LIMIT layers.
void vitrum_precode_avx2(const float *const *layers, int layer_count, const float *weights, int port_count, size_t count,
                         float *const *ports);
void vitrum_precode_avx512(const float *const *layers, int layer_count, const float *weights, int port_count, size_t count,
                           float *const *ports);

/// What an equaliser works on: rows by layer, then by antenna, each a real and an imaginary part of `pitch` numbers. Up to
/// VITRUM_VECTOR_LANES numbers behind the last subcarrier are read and written too.
typedef struct {
  int32_t layers;
  int32_t antennas;
  size_t pitch;
  const float *channel;
  float *weights;
  /// One over the variance of the noise of each layer's symbols.
  float *precision;
  /// 2 * layers * antennas * VITRUM_VECTOR_LANES numbers.
  float *scratch;
} vitrum_equalizer;

/// The weights of subcarriers for the inverse of one covariance of the noise, row by row in pairs of parts.
void vitrum_equalizer_weights_avx2(const vitrum_equalizer *equalizer, const float *inverse, size_t first, size_t count);
void vitrum_equalizer_weights_avx512(const vitrum_equalizer *equalizer, const float *inverse, size_t first, size_t count);

/// The symbols of each layer from `count` subcarriers of each antenna, with the weights from `first` on; `phases` has what each layer's
/// symbols are multiplied with.
void vitrum_equalizer_apply_avx2(const vitrum_equalizer *equalizer, const float *const *received, const float *phases, size_t first,
                                 size_t count, float *const *symbols);
void vitrum_equalizer_apply_avx512(const vitrum_equalizer *equalizer, const float *const *received, const float *phases, size_t first,
                                   size_t count, float *const *symbols);

/// The symbols without weights, and the variances of their noise, for one inverse of the noise's covariance: of one or two layers and up to
/// 16 antennas. Returns whether that is so.
bool vitrum_equalizer_solve_avx2(const vitrum_equalizer *equalizer, const float *inverse, const float *const *received, const float *phases,
                                 size_t first, size_t count, float *const *symbols);
bool vitrum_equalizer_solve_avx512(const vitrum_equalizer *equalizer, const float *inverse, const float *const *received,
                                   const float *phases, size_t first, size_t count, float *const *symbols);

/// Numbers of a plane of a row with an element for each layer.
enum { VITRUM_LAYER_PITCH = 16 };

/// A product of matrices of complex numbers, result = left · right. Rows are a real and an imaginary part: of left each VITRUM_LAYER_PITCH
/// numbers, of the others their pitch. Left may be meant across, a column for each of its rows, and with its elements' conjugates.
/// Up to VITRUM_VECTOR_LANES numbers behind the last column are read and written too.
typedef struct {
  /// Of the result.
  int32_t rows;
  /// Elements of a row of the product's left matrix.
  int32_t depth;
  size_t columns;
  bool is_across;
  bool is_conjugate;
  const float *left;
  const float *right;
  size_t right_pitch;
  float *result;
  size_t result_pitch;
} vitrum_matrix_product;

void vitrum_matrix_product_avx2(const vitrum_matrix_product *product);
void vitrum_matrix_product_avx512(const vitrum_matrix_product *product);

/// H (H* H + loading)⁻¹ of many matrices H with a row for each antenna and a column for each layer: rows are a real and an imaginary part of
/// VITRUM_LAYER_PITCH numbers.
typedef struct {
  int32_t antennas;
  int32_t layers;
  size_t groups;
  float loading;
  const float *channel;
  float *result;
  /// Aligned to 64 octets; VITRUM_VECTOR_LANES times layers (1 + 4 layers + 2 VITRUM_LAYER_PITCH) numbers.
  float *scratch;
} vitrum_pseudo_inverse;

void vitrum_pseudo_inverse_avx2(const vitrum_pseudo_inverse *inverse);
void vitrum_pseudo_inverse_avx512(const vitrum_pseudo_inverse *inverse);

/// Complex numbers as a row of real and a row of imaginary parts: Σ a b*, both parts. Up to 15 numbers behind the last are read.
void vitrum_planar_product_avx2(const float *ar, const float *ai, const float *br, const float *bi, size_t count, double *sum);
void vitrum_planar_product_avx512(const float *ar, const float *ai, const float *br, const float *bi, size_t count, double *sum);

/// Multiplies x by y, whose imaginary parts have a sign, and by one number.
void vitrum_planar_multiply_avx2(float *xr, float *xi, const float *yr, const float *yi, float sign, float real, float imaginary,
                                 size_t count);
void vitrum_planar_multiply_avx512(float *xr, float *xi, const float *yr, const float *yi, float sign, float real, float imaginary,
                                 size_t count);

/// Σ Re x h*, of every second h.
double vitrum_planar_likeness_avx2(const float *xr, const float *xi, const float *hr, const float *hi, size_t count);
double vitrum_planar_likeness_avx512(const float *xr, const float *xi, const float *hr, const float *hi, size_t count);

/// Every second of some pairs of parts.
void vitrum_planar_gather_avx2(const float *source, size_t count, float *real, float *imaginary);
void vitrum_planar_gather_avx512(const float *source, size_t count, float *real, float *imaginary);

/// Every second of some pairs times w, which is added to what is there or not.
void vitrum_planar_weigh_avx2(const float *source, const float *wr, const float *wi, bool is_adding, size_t count, float *real,
                              float *imaginary);
void vitrum_planar_weigh_avx512(const float *source, const float *wr, const float *wi, bool is_adding, size_t count, float *real,
                                float *imaginary);

/// r* f / |r|² of pairs r, where |r|² is taken for `least` if it is less.
void vitrum_planar_invert_avx2(const float *values, float least, float factor, size_t count, float *real, float *imaginary);
void vitrum_planar_invert_avx512(const float *values, float least, float factor, size_t count, float *real, float *imaginary);

/// Σ x² of numbers.
double vitrum_planar_power_avx2(const float *values, size_t count);
double vitrum_planar_power_avx512(const float *values, size_t count);

/// The means of pairs of real parts, or of imaginary ones.
void vitrum_planar_halve_avx2(const float *source, size_t count, float *target);
void vitrum_planar_halve_avx512(const float *source, size_t count, float *target);

/// Adds to matrices f Σ a b* of rows a and b not behind it, one matrix for each `size` numbers: rows have `pitch` real parts and as many
/// imaginary ones, and up to 15 numbers behind the last are read.
void vitrum_planar_covariances_avx2(const float *rows, size_t pitch, int antennas, size_t size, size_t count, float factor,
                                    float *matrices);
void vitrum_planar_covariances_avx512(const float *rows, size_t pitch, int antennas, size_t size, size_t count, float factor,
                                      float *matrices);

/// Subtracts products of values, which are pairs of parts, with one number and every second of h.
void vitrum_planar_subtract_avx2(float *xr, float *xi, const float *values, float real, float imaginary, const float *hr, const float *hi,
                                 size_t count);
void vitrum_planar_subtract_avx512(float *xr, float *xi, const float *values, float real, float imaginary, const float *hr, const float *hi,
                                 size_t count);

/// Squares of differences of the second or fourth order.
double vitrum_planar_roughness_avx2(const float *row, int order, size_t count);
double vitrum_planar_roughness_avx512(const float *row, int order, size_t count);

/// Values that stand symbol by symbol put into rows, one for each of an even order of up to 10.
void vitrum_deinterleave_avx2(const int8_t *source, size_t columns, int order, int8_t *rows);
void vitrum_deinterleave_avx512(const int8_t *source, size_t columns, int order, int8_t *rows);

/// Adds values to others, which stay within -127 and 127.
void vitrum_add_soft_avx2(int8_t *soft, const int8_t *added, size_t count);
void vitrum_add_soft_avx512(int8_t *soft, const int8_t *added, size_t count);

#endif
