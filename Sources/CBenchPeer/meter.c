// Counts allocations by standing in front of glibc's malloc: the program's own symbols come first.
#define _GNU_SOURCE
#include "CBenchPeer.h"
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <string.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

enum { RANGES = 32 };
static struct { uintptr_t from, to; } theirs[RANGES];
static int range_count;
static _Atomic int64_t ours, zeromq;
static _Atomic int counting;

// libzmq allocates by itself and through C++'s operator new.
static int add_ranges(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    if (!strstr(info->dlpi_name, "libzmq") && !strstr(info->dlpi_name, "libstdc++")) return 0;
    for (int i = 0; i < info->dlpi_phnum && range_count < RANGES; i++) {
        if (info->dlpi_phdr[i].p_type != PT_LOAD) continue;
        theirs[range_count].from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        theirs[range_count].to = theirs[range_count].from + info->dlpi_phdr[i].p_memsz;
        range_count++;
    }
    return 0;
}

static void count(void *caller) {
    if (!atomic_load_explicit(&counting, memory_order_relaxed)) return;
    uintptr_t place = (uintptr_t)caller;
    for (int i = 0; i < range_count; i++) {
        if (place >= theirs[i].from && place < theirs[i].to) {
            atomic_fetch_add_explicit(&zeromq, 1, memory_order_relaxed);
            return;
        }
    }
    atomic_fetch_add_explicit(&ours, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
    count(__builtin_return_address(0));
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(__builtin_return_address(0));
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count(__builtin_return_address(0));
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    count(__builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count(__builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    count(__builtin_return_address(0));
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}

static int64_t cpu_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void strata_bench_meter_start(strata_bench_meter *meter) {
    if (range_count == 0) dl_iterate_phdr(add_ranges, NULL);
    atomic_store(&ours, 0);
    atomic_store(&zeromq, 0);
    atomic_store(&counting, 1);
    meter->cpu = cpu_time();
}

void strata_bench_meter_stop(strata_bench_meter *meter) {
    meter->cpu = cpu_time() - meter->cpu;
    atomic_store(&counting, 0);
    meter->ours = atomic_load(&ours);
    meter->zeromq = atomic_load(&zeromq);
}
