#ifndef VITRUM_ALLOCATION_COUNT_H
#define VITRUM_ALLOCATION_COUNT_H

#include <stdint.h>

/// How often memory was asked for since the process began. Counts every allocation of a program that this is linked into.
uint64_t vitrum_allocations(void);

#endif
