// Counts allocations by standing in front of glibc's malloc: the program's own symbols come first.
#define _GNU_SOURCE
#include "CBenchPeer.h"
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

enum { RANGES = 32 };
typedef struct { _Atomic int64_t ours, zeromq, sqlite; } counters;
static struct { uintptr_t from, to; int is_sqlite; } theirs[RANGES];
static int range_count;
static counters own;
static counters *_Atomic counted = &own;
static _Atomic int counting;

// libzmq allocates by itself and through C++'s operator new.
static int add_ranges(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    int is_sqlite = strstr(info->dlpi_name, "libsqlite3") != NULL;
    if (!is_sqlite && !strstr(info->dlpi_name, "libzmq") && !strstr(info->dlpi_name, "libstdc++")) return 0;
    for (int i = 0; i < info->dlpi_phnum && range_count < RANGES; i++) {
        if (info->dlpi_phdr[i].p_type != PT_LOAD) continue;
        theirs[range_count].from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        theirs[range_count].to = theirs[range_count].from + info->dlpi_phdr[i].p_memsz;
        theirs[range_count].is_sqlite = is_sqlite;
        range_count++;
    }
    return 0;
}

static void count(void *caller) {
    if (!atomic_load_explicit(&counting, memory_order_relaxed)) return;
    uintptr_t place = (uintptr_t)caller;
    for (int i = 0; i < range_count; i++) {
        if (place >= theirs[i].from && place < theirs[i].to) {
            _Atomic int64_t *one = theirs[i].is_sqlite ? &counted->sqlite : &counted->zeromq;
            atomic_fetch_add_explicit(one, 1, memory_order_relaxed);
            return;
        }
    }
    atomic_fetch_add_explicit(&counted->ours, 1, memory_order_relaxed);
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
    atomic_store(&own.ours, 0);
    atomic_store(&own.zeromq, 0);
    atomic_store(&own.sqlite, 0);
    atomic_store(&counting, 1);
    meter->cpu = cpu_time();
}

void strata_bench_meter_stop(strata_bench_meter *meter) {
    meter->cpu = cpu_time() - meter->cpu;
    atomic_store(&counting, 0);
    meter->ours = atomic_load(&own.ours);
    meter->zeromq = atomic_load(&own.zeromq);
    meter->sqlite = atomic_load(&own.sqlite);
}

int strata_bench_meter_share(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return -1;
    void *shared = MAP_FAILED;
    if (ftruncate(file, sizeof(counters)) == 0)
        shared = mmap(NULL, sizeof(counters), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (shared == MAP_FAILED) return -1;
    dl_iterate_phdr(add_ranges, NULL);
    atomic_store(&counted, (counters *)shared);
    atomic_store(&counting, 1);
    return 0;
}

int strata_bench_meter_read(const char *path, strata_bench_meter *meter) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    int64_t values[3];
    ssize_t size = read(file, values, sizeof values);
    close(file);
    if (size != sizeof values) return -1;
    meter->ours = values[0];
    meter->zeromq = values[1];
    meter->sqlite = values[2];
    return 0;
}
