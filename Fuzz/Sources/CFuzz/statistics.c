#include "fuzz.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct vitrum_fuzz_statistics *shared;
static const char *path;
static bool is_open;

static void open_shared(void) {
  is_open = true;
  path = getenv("VITRUM_FUZZ_STATISTICS");
  if (path == NULL) return;
  int file = open(path, O_RDWR | O_CREAT, 0644);
  if (file < 0) return;
  if (ftruncate(file, sizeof *shared) == 0) {
    void *memory = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory != MAP_FAILED) shared = memory;
  }
  close(file);
}

/// \return whether `value` is the greatest so far.
static bool raise_to(uint64_t *maximum, uint64_t value) {
  uint64_t seen = __atomic_load_n(maximum, __ATOMIC_RELAXED);
  while (value > seen) {
    if (__atomic_compare_exchange_n(maximum, &seen, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return true;
  }
  return false;
}

static void keep(const uint8_t *octets, size_t count) {
  char name[4096];
  if (snprintf(name, sizeof name, "%s.slowest", path) >= (int)sizeof name) return;
  int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) return;
  ssize_t written = write(file, octets, count);
  (void)written;
  close(file);
}

void vitrum_statistics_add(const uint8_t *octets, size_t count, int is_decoded, uint64_t nanoseconds, uint64_t memory_permille) {
  if (!is_open) open_shared();
  if (shared == NULL) return;
  __atomic_fetch_add(&shared->executions, 1, __ATOMIC_RELAXED);
  if (is_decoded) __atomic_fetch_add(&shared->decoded, 1, __ATOMIC_RELAXED);
  raise_to(&shared->memory_permille, memory_permille);
  if (raise_to(&shared->slowest_nanoseconds, nanoseconds) && nanoseconds > 1000000) keep(octets, count);
}
