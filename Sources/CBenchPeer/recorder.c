// Writes down frames as they pass, by standing in front of libzmq's functions: what Strata's processes say to
// one another can be timed without a word in their code.
#define _GNU_SOURCE
#include "CBenchPeer.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zmq.h>

enum { FRAMES = 65536, PREFIXES = 8 };

typedef struct {
    int64_t count;
    strata_bench_frame frames[FRAMES];
} recording;

static recording *record;
static char wanted[PREFIXES][STRATA_BENCH_TOPIC];
static int wanted_count;
// A process of Strata works on one thread; the topic of a message comes just before its payload.
static _Thread_local char topic[STRATA_BENCH_TOPIC];
static _Thread_local int is_wanted;

static void take_topic(const void *bytes, size_t size) {
    is_wanted = 0;
    for (int i = 0; i < wanted_count && !is_wanted; i++) {
        size_t length = strlen(wanted[i]);
        is_wanted = size >= length && memcmp(bytes, wanted[i], length) == 0;
    }
    if (!is_wanted) return;
    size_t kept = size < STRATA_BENCH_TOPIC - 1 ? size : STRATA_BENCH_TOPIC - 1;
    memcpy(topic, bytes, kept);
    topic[kept] = 0;
}

static void take_payload(const void *bytes, size_t size, int64_t moment) {
    if (!is_wanted) return;
    is_wanted = 0;
    if (record->count == FRAMES || size > STRATA_BENCH_PAYLOAD) return;
    strata_bench_frame *frame = &record->frames[record->count++];
    frame->time = moment;
    frame->size = (uint32_t)size;
    memcpy(frame->topic, topic, sizeof topic);
    memcpy(frame->payload, bytes, size);
}

static int64_t wall_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int zmq_send(void *socket, const void *bytes, size_t size, int flags) {
    static int (*real)(void *, const void *, size_t, int);
    if (!real) real = (int (*)(void *, const void *, size_t, int))dlsym(RTLD_NEXT, "zmq_send");
    if (record) {
        if (flags & ZMQ_SNDMORE) take_topic(bytes, size);
        else take_payload(bytes, size, wall_clock());
    }
    return real(socket, bytes, size, flags);
}

int zmq_msg_recv(zmq_msg_t *message, void *socket, int flags) {
    static int (*real)(zmq_msg_t *, void *, int);
    if (!real) real = (int (*)(zmq_msg_t *, void *, int))dlsym(RTLD_NEXT, "zmq_msg_recv");
    int size = real(message, socket, flags);
    if (record && size >= 0) {
        if (zmq_msg_more(message)) take_topic(zmq_msg_data(message), (size_t)size);
        else take_payload(zmq_msg_data(message), (size_t)size, wall_clock());
    }
    return size;
}

int strata_bench_record(const char *path, const char *prefixes) {
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return -1;
    void *shared = MAP_FAILED;
    if (ftruncate(file, sizeof(recording)) == 0)
        shared = mmap(NULL, sizeof(recording), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (shared == MAP_FAILED) return -1;
    while (*prefixes && wanted_count < PREFIXES) {
        size_t length = strcspn(prefixes, "\n");
        if (length > 0 && length < STRATA_BENCH_TOPIC) memcpy(wanted[wanted_count++], prefixes, length);
        prefixes += length + (prefixes[length] == '\n');
    }
    record = shared;
    return 0;
}

const strata_bench_frame *strata_bench_frames(const char *path, int64_t *count) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return NULL;
    const recording *shared = mmap(NULL, sizeof(recording), PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (shared == MAP_FAILED) return NULL;
    *count = shared->count;
    return shared->frames;
}
