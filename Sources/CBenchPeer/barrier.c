// A lockstep round in bare sockets: what the conductor and the processes do, without stages and journals.
#include "CBenchPeer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { PEERS = 7, GO = 64, DONE = 48, FRAME = 400, FRAMES_A_STEP = 2 };

static void *open_socket(
    void *context, int kind, const char *folder, const char *name, int index, int binds) {
    char endpoint[256];
    int unlimited = 0, linger = 1000;
    void *socket = zmq_socket(context, kind);
    snprintf(endpoint, sizeof endpoint, "ipc://%s/%s-%d", folder, name, index);
    zmq_setsockopt(socket, ZMQ_SNDHWM, &unlimited, sizeof unlimited);
    zmq_setsockopt(socket, ZMQ_RCVHWM, &unlimited, sizeof unlimited);
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    if (kind == ZMQ_SUB) zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0);
    int code = binds ? zmq_bind(socket, endpoint) : zmq_connect(socket, endpoint);
    return code == 0 ? socket : NULL;
}

static int say(void *socket, const char *topic, size_t size) {
    static const char body[FRAME];
    if (zmq_send(socket, topic, strlen(topic), ZMQ_SNDMORE) < 0) return -1;
    return zmq_send(socket, body, size, 0) < 0 ? -1 : 0;
}

// Waits as a reactor does, and takes one message of two frames; answers the first byte of its topic.
static int hear(void *socket) {
    zmq_pollitem_t item = {socket, 0, ZMQ_POLLIN, 0};
    char topic[64], body[1024];
    if (zmq_poll(&item, 1, -1) < 0 || zmq_recv(socket, topic, sizeof topic, 0) < 0) return -1;
    return zmq_recv(socket, body, sizeof body, 0) < 0 ? -1 : topic[0];
}

// The feed (index 0) publishes; the others take what it said once they are told to go on.
int strata_bench_barrier_follow(const char *folder, int index) {
    void *context = zmq_ctx_new();
    void *conductor = open_socket(context, ZMQ_DEALER, folder, "go", index, 0);
    void *market = open_socket(context, index == 0 ? ZMQ_XPUB : ZMQ_SUB, folder, "feed", 0, index == 0);
    char joined[8];
    int one = 1, result = conductor && market ? 0 : -1;
    if (index == 0) {
        zmq_setsockopt(market, ZMQ_XPUB_VERBOSE, &one, sizeof one);
        for (int i = 1; i < PEERS && result == 0; i++)
            if (zmq_recv(market, joined, sizeof joined, 0) < 0) result = -1;
    }
    if (result == 0) result = say(conductor, "hello", DONE);
    while (result == 0 && hear(conductor) == 'g') {
        for (int i = 0; i < FRAMES_A_STEP && result == 0; i++)
            if (index == 0) result = say(market, "kline_1m/BTC/USDT", FRAME);
            else if (hear(market) < 0) result = -1;
        if (result == 0) result = say(conductor, "done", DONE);
    }
    zmq_close(conductor);
    zmq_close(market);
    zmq_ctx_term(context);
    return result;
}

static int await(void **sockets, int from, int to) {
    zmq_pollitem_t items[PEERS];
    int missing = to - from;
    for (int i = from; i < to; i++) items[i - from] = (zmq_pollitem_t){sockets[i], 0, ZMQ_POLLIN, 0};
    while (missing > 0) {
        if (zmq_poll(items, to - from, -1) < 0) return -1;
        for (int i = 0; i < to - from; i++) {
            if (!(items[i].revents & ZMQ_POLLIN)) continue;
            if (hear(sockets[from + i]) < 0) return -1;
            missing--;
        }
    }
    return 0;
}

int strata_bench_barrier_lead(const char *folder, int64_t steps, int64_t *nanoseconds) {
    void *context = zmq_ctx_new();
    void *sockets[PEERS];
    struct timespec begin, end;
    int result = 0;
    for (int i = 0; i < PEERS; i++) {
        sockets[i] = open_socket(context, ZMQ_DEALER, folder, "go", i, 1);
        if (!sockets[i]) return -1;
    }
    result = await(sockets, 0, PEERS);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int64_t step = 0; step < steps && result == 0; step++) {
        result = say(sockets[0], "go", GO);
        if (result == 0) result = await(sockets, 0, 1);
        for (int i = 1; i < PEERS && result == 0; i++) result = say(sockets[i], "go", GO);
        if (result == 0) result = await(sockets, 1, PEERS);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    *nanoseconds = (end.tv_sec - begin.tv_sec) * INT64_C(1000000000) + end.tv_nsec - begin.tv_nsec;
    for (int i = 0; i < PEERS; i++) {
        say(sockets[i], "end", DONE);
        zmq_close(sockets[i]);
    }
    zmq_ctx_term(context);
    return result;
}
