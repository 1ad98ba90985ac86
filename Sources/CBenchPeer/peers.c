#define _GNU_SOURCE
#include "CBenchPeer.h"
#include "codec.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void strata_bench_sleep_until(int64_t moment) {
    struct timespec time = {moment / 1000000000, moment % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {}
}

// A socket with its context, buffers and codecs.
typedef struct {
    void *context, *socket;
    char *raw;
    bench_codec payload, answer;
    zmq_msg_t topic, body;
} bench_peer;

static int open_peer(bench_peer *peer, const strata_bench_plan *plan, int kind, int binds) {
    int unlimited = 0;
    size_t larger = plan->payload_size > plan->answer_size ? plan->payload_size : plan->answer_size;
    peer->context = zmq_ctx_new();
    peer->socket = zmq_socket(peer->context, kind);
    peer->raw = calloc(1, larger);
    zmq_msg_init(&peer->topic);
    zmq_msg_init(&peer->body);
    zmq_setsockopt(peer->socket, ZMQ_SNDHWM, &unlimited, sizeof unlimited);
    zmq_setsockopt(peer->socket, ZMQ_RCVHWM, &unlimited, sizeof unlimited);
    if (kind == ZMQ_SUB) zmq_setsockopt(peer->socket, ZMQ_SUBSCRIBE, "", 0);
    if (bench_codec_open(&peer->payload, plan->payload, plan->payload_size) != 0) return -1;
    if (plan->answer && bench_codec_open(&peer->answer, plan->answer, plan->answer_size) != 0) return -1;
    return binds ? zmq_bind(peer->socket, plan->endpoint) : zmq_connect(peer->socket, plan->endpoint);
}

static void close_peer(bench_peer *peer, const strata_bench_plan *plan) {
    bench_codec_close(&peer->payload);
    if (plan->answer) bench_codec_close(&peer->answer);
    zmq_msg_close(&peer->topic);
    zmq_msg_close(&peer->body);
    free(peer->raw);
    zmq_close(peer->socket);
    zmq_ctx_term(peer->context);
}

static int send_frame(bench_peer *peer, const strata_bench_plan *plan, bench_codec *codec, size_t size, int64_t sent) {
    const void *body = peer->raw;
    if (plan->packs) {
        bench_codec_pack(codec, sent);
        body = codec->buffer.data;
        size = codec->buffer.size;
    } else {
        memcpy(peer->raw, &sent, sizeof sent);
    }
    if (zmq_send(peer->socket, plan->topic, plan->topic_size, ZMQ_SNDMORE) < 0) return -1;
    return zmq_send(peer->socket, body, size, 0) < 0 ? -1 : 0;
}

// Polls, then takes one message of two frames; answers its time of sending.
static int64_t receive_frame(bench_peer *peer, const strata_bench_plan *plan, bench_codec *codec) {
    zmq_pollitem_t item = {peer->socket, 0, ZMQ_POLLIN, 0};
    while (zmq_msg_recv(&peer->topic, peer->socket, ZMQ_DONTWAIT) < 0) {
        if (errno != EAGAIN) return -1;
        if (zmq_poll(&item, 1, -1) < 0) return -1;
    }
    if (zmq_msg_recv(&peer->body, peer->socket, 0) < 0) return -1;
    const void *data = zmq_msg_data(&peer->body);
    size_t size = zmq_msg_size(&peer->body);
    if (plan->packs) return bench_codec_unpack(codec, data, size);
    int64_t sent = -1;
    if (size >= sizeof sent) memcpy(&sent, data, sizeof sent);
    return sent;
}

int strata_bench_publish(const strata_bench_plan *plan) {
    bench_peer peer = {0};
    if (open_peer(&peer, plan, ZMQ_XPUB, 1) != 0) return -1;
    if (zmq_msg_recv(&peer.topic, peer.socket, 0) < 0) return -1; // the subscriber has joined
    int64_t due = now();
    int result = 0;
    for (int64_t i = 0; i < plan->count && result == 0; i++) {
        strata_bench_sleep_until(due += plan->interval);
        result = send_frame(&peer, plan, &peer.payload, plan->payload_size, now());
    }
    close_peer(&peer, plan);
    return result;
}

int strata_bench_subscribe(const strata_bench_plan *plan, int64_t *latencies, strata_bench_meter *meter) {
    bench_peer peer = {0};
    if (open_peer(&peer, plan, ZMQ_SUB, 0) != 0) return -1;
    for (int64_t i = 0; i < plan->count; i++) {
        if (i == plan->warm_up) strata_bench_meter_start(meter);
        int64_t sent = receive_frame(&peer, plan, &peer.payload);
        if (sent < 0) return -1;
        latencies[i] = now() - sent;
    }
    strata_bench_meter_stop(meter);
    close_peer(&peer, plan);
    return 0;
}

int strata_bench_request(const strata_bench_plan *plan, int64_t *latencies, strata_bench_meter *meter) {
    bench_peer peer = {0};
    if (open_peer(&peer, plan, ZMQ_REQ, 0) != 0) return -1;
    for (int64_t i = 0; i < plan->count; i++) {
        if (i == plan->warm_up) strata_bench_meter_start(meter);
        int64_t sent = now();
        if (send_frame(&peer, plan, &peer.payload, plan->payload_size, sent) != 0) return -1;
        if (receive_frame(&peer, plan, &peer.answer) < 0) return -1;
        latencies[i] = now() - sent;
    }
    strata_bench_meter_stop(meter);
    close_peer(&peer, plan);
    return 0;
}

int strata_bench_reply(const strata_bench_plan *plan) {
    bench_peer peer = {0};
    int result = 0;
    if (open_peer(&peer, plan, ZMQ_REP, 1) != 0) return -1;
    for (int64_t i = 0; i < plan->count && result == 0; i++) {
        if (receive_frame(&peer, plan, &peer.payload) < 0) return -1;
        result = send_frame(&peer, plan, &peer.answer, plan->answer_size, now());
    }
    close_peer(&peer, plan);
    return result;
}

int strata_bench_code(const strata_bench_plan *plan, int64_t *packing, int64_t *unpacking) {
    bench_codec codec;
    if (bench_codec_open(&codec, plan->payload, plan->payload_size) != 0) return -1;
    int64_t start = now();
    for (int64_t i = 0; i < plan->count; i++) bench_codec_pack(&codec, start);
    *packing = now() - start;
    start = now();
    for (int64_t i = 0; i < plan->count; i++) {
        if (bench_codec_unpack(&codec, plan->payload, plan->payload_size) < 0) return -1;
    }
    *unpacking = now() - start;
    bench_codec_close(&codec);
    return 0;
}
