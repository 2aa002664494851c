#include "fuzz.h"

int LLVMFuzzerRunDriver(int *argument_count, char ***arguments, int (*run)(const uint8_t *octets, size_t count)) __attribute__((weak));
size_t LLVMFuzzerMutate(uint8_t *octets, size_t count, size_t capacity) __attribute__((weak));

int vitrum_fuzz_drive(int *argument_count, char ***arguments, int (*run)(const uint8_t *octets, size_t count)) {
  return LLVMFuzzerRunDriver == NULL ? -1 : LLVMFuzzerRunDriver(argument_count, arguments, run);
}

size_t vitrum_fuzz_mutate(uint8_t *octets, size_t count, size_t capacity) {
  return LLVMFuzzerMutate == NULL ? count : LLVMFuzzerMutate(octets, count, capacity);
}
