#pragma once
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

// What both sides of a comparison are told.
typedef struct {
    const char *endpoint;
    const void *topic;
    size_t topic_size;
    // A frame as Strata writes it. Raw peers send as many bytes; packing ones pack the same map.
    const void *payload;
    size_t payload_size;
    // The answer of a replier, likewise.
    const void *answer;
    size_t answer_size;
    int64_t count;
    // Messages at the start that the meter leaves out.
    int64_t warm_up;
    // Nanoseconds between two published messages.
    int64_t interval;
    // Whether msgpack is written and read.
    int packs;
} strata_bench_plan;

// CPU time and allocations of this process between start and stop.
typedef struct {
    int64_t cpu;
    int64_t ours;
    int64_t zeromq;
    int64_t sqlite;
} strata_bench_meter;

// Plain libwebsockets: answers each POST with so many bytes until it is killed.
int strata_bench_handle(size_t size);

// Plain libzmq in plain C; each answers 0, or -1 where libzmq refuses. `latencies` has room for `count`.
int strata_bench_publish(const strata_bench_plan *plan);
int strata_bench_subscribe(const strata_bench_plan *plan, int64_t *latencies, strata_bench_meter *meter);
int strata_bench_request(const strata_bench_plan *plan, int64_t *latencies, strata_bench_meter *meter);
int strata_bench_reply(const strata_bench_plan *plan);

// Packs and unpacks `payload` `count` times without a socket; nanoseconds of all of them.
int strata_bench_code(const strata_bench_plan *plan, int64_t *packing, int64_t *unpacking);

// A lockstep step of two rounds in bare sockets: a leader and seven followers, of which the first publishes.
// The leader answers the time of all steps. Each answers 0, or -1 where libzmq refuses.
int strata_bench_barrier_lead(const char *folder, int64_t steps, int64_t *nanoseconds);
int strata_bench_barrier_follow(const char *folder, int index);

// Sleeps until a moment of CLOCK_MONOTONIC, the same way for both sides.
void strata_bench_sleep_until(int64_t moment);

// Counting of malloc, calloc, realloc and their like, apart by whose library called. Off until started.
void strata_bench_meter_start(strata_bench_meter *meter);
void strata_bench_meter_stop(strata_bench_meter *meter);

// The same from now on into a file, where another process reads it; 0, or -1 where the file fails.
int strata_bench_meter_share(const char *path);
int strata_bench_meter_read(const char *path, strata_bench_meter *meter);

// A frame that a process sent or received, and when by the wall clock, ns.
enum { STRATA_BENCH_TOPIC = 48, STRATA_BENCH_PAYLOAD = 960 };
typedef struct {
    int64_t time;
    uint32_t size;
    char topic[STRATA_BENCH_TOPIC];
    uint8_t payload[STRATA_BENCH_PAYLOAD];
} strata_bench_frame;

// From now on every frame of one of these topics (prefixes, one a line) that libzmq is given or gives goes
// into a file; 0, or -1 where the file fails. `strata_bench_frames` maps such a file to read it: the frames,
// and how many there are.
int strata_bench_record(const char *path, const char *prefixes);
const strata_bench_frame *strata_bench_frames(const char *path, int64_t *count);

// The processor's own counter: cheap enough to be read twice per call of a stage.
static inline uint64_t strata_bench_ticks(void) {
#if defined(__x86_64__)
    return __rdtsc();
#elif defined(__aarch64__)
    uint64_t ticks;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return ticks;
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#endif
}
