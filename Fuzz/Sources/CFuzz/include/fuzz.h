#ifndef VITRUM_FUZZ_H
#define VITRUM_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer's own command line with `run` as the target.
/// \return its exit status; -1 in a program that is not linked with libFuzzer.
int vitrum_fuzz_drive(int *argument_count, char ***arguments, int (*run)(const uint8_t *octets, size_t count));

/// libFuzzer's own mutation of `count` octets in a buffer of `capacity`; leaves them as they are where libFuzzer is not linked.
/// \return the new count.
size_t vitrum_fuzz_mutate(uint8_t *octets, size_t count, size_t capacity);

/// Begins to count what this thread allocates and frees.
void vitrum_account_begin(void);

/// Ends the account.
/// \return the most octets that were live at one time since it began.
size_t vitrum_account_end(void);

/// What all processes of one run have seen, in the file that the environment's VITRUM_FUZZ_STATISTICS names.
struct vitrum_fuzz_statistics {
  uint64_t executions;
  uint64_t decoded;
  uint64_t slowest_nanoseconds;
  /// Of the peak of live octets against what the bound allows, in thousandths.
  uint64_t memory_permille;
};

/// Adds one execution. The octets of the slowest one are kept beside the file.
void vitrum_statistics_add(const uint8_t *octets, size_t count, int is_decoded, uint64_t nanoseconds, uint64_t memory_permille);

#endif
