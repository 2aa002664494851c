#include "fuzz.h"

#include <errno.h>
#include <malloc.h>
#include <stdbool.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static _Thread_local bool is_counting;
static _Thread_local ptrdiff_t live;
static _Thread_local ptrdiff_t peak;

static void *added(void *block) {
  if (is_counting && block != NULL) {
    live += (ptrdiff_t)malloc_usable_size(block);
    if (live > peak) peak = live;
  }
  return block;
}

static void removed(void *block) {
  if (is_counting && block != NULL) live -= (ptrdiff_t)malloc_usable_size(block);
}

void *malloc(size_t size) { return added(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return added(__libc_calloc(count, size)); }

void *realloc(void *block, size_t size) {
  size_t old = is_counting && block != NULL ? malloc_usable_size(block) : 0;
  void *result = __libc_realloc(block, size);
  if (result != NULL || size == 0) live -= (ptrdiff_t)old;
  return added(result);
}

void *memalign(size_t alignment, size_t size) { return added(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return added(__libc_memalign(alignment, size)); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = added(__libc_memalign(alignment, size));
  return *block == NULL ? ENOMEM : 0;
}

void free(void *block) {
  removed(block);
  __libc_free(block);
}

void vitrum_account_begin(void) {
  live = 0;
  peak = 0;
  is_counting = true;
}

size_t vitrum_account_end(void) {
  is_counting = false;
  return (size_t)peak;
}
