#pragma once
#include <msgpack.h>
#include <stddef.h>
#include <stdint.h>

// The fields of one message, packed from values and unpacked into values by name.
typedef struct {
    msgpack_unpacked frame;
    msgpack_sbuffer buffer;
    msgpack_zone zone;
    double numbers[64];
    char texts[64][32];
} bench_codec;

int bench_codec_open(bench_codec *codec, const void *frame, size_t size);
void bench_codec_close(bench_codec *codec);
// Packs every field, "sent" with the given time, into `buffer`.
void bench_codec_pack(bench_codec *codec, int64_t sent);
// Unpacks every field into `numbers` and `texts`; answers "sent", or -1 where a field is missing.
int64_t bench_codec_unpack(bench_codec *codec, const void *frame, size_t size);
