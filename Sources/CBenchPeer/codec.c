#include "codec.h"
#include <string.h>

static const char stamp[] = "sent";

int bench_codec_open(bench_codec *codec, const void *frame, size_t size) {
    msgpack_unpacked_init(&codec->frame);
    msgpack_sbuffer_init(&codec->buffer);
    msgpack_zone_init(&codec->zone, MSGPACK_ZONE_CHUNK_SIZE);
    size_t offset = 0;
    if (msgpack_unpack_next(&codec->frame, frame, size, &offset) != MSGPACK_UNPACK_SUCCESS) return -1;
    return codec->frame.data.type == MSGPACK_OBJECT_MAP && codec->frame.data.via.map.size <= 64 ? 0 : -1;
}

void bench_codec_close(bench_codec *codec) {
    msgpack_unpacked_destroy(&codec->frame);
    msgpack_sbuffer_destroy(&codec->buffer);
    msgpack_zone_destroy(&codec->zone);
}

static int is_key(const msgpack_object *key, const char *name, size_t size) {
    return key->via.str.size == size && memcmp(key->via.str.ptr, name, size) == 0;
}

static void pack_value(msgpack_packer *packer, const msgpack_object *value) {
    switch (value->type) {
    case MSGPACK_OBJECT_POSITIVE_INTEGER: msgpack_pack_uint64(packer, value->via.u64); break;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER: msgpack_pack_int64(packer, value->via.i64); break;
    case MSGPACK_OBJECT_FLOAT64: msgpack_pack_double(packer, value->via.f64); break;
    case MSGPACK_OBJECT_STR:
        msgpack_pack_str_with_body(packer, value->via.str.ptr, value->via.str.size);
        break;
    default: msgpack_pack_object(packer, *value);
    }
}

void bench_codec_pack(bench_codec *codec, int64_t sent) {
    msgpack_packer packer;
    codec->buffer.size = 0;
    msgpack_packer_init(&packer, &codec->buffer, msgpack_sbuffer_write);
    const msgpack_object_map *map = &codec->frame.data.via.map;
    msgpack_pack_map(&packer, map->size);
    for (uint32_t i = 0; i < map->size; i++) {
        const msgpack_object *key = &map->ptr[i].key;
        msgpack_pack_str_with_body(&packer, key->via.str.ptr, key->via.str.size);
        if (is_key(key, stamp, sizeof stamp - 1)) msgpack_pack_int64(&packer, sent);
        else pack_value(&packer, &map->ptr[i].val);
    }
}

static void take(bench_codec *codec, uint32_t place, const msgpack_object *value) {
    switch (value->type) {
    case MSGPACK_OBJECT_POSITIVE_INTEGER: codec->numbers[place] = (double)value->via.u64; break;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER: codec->numbers[place] = (double)value->via.i64; break;
    case MSGPACK_OBJECT_FLOAT64: codec->numbers[place] = value->via.f64; break;
    case MSGPACK_OBJECT_STR: {
        size_t size = value->via.str.size < 31 ? value->via.str.size : 31;
        memcpy(codec->texts[place], value->via.str.ptr, size);
        codec->texts[place][size] = 0;
        break;
    }
    default: break;
    }
}

// Looks for a key where it is expected, then everywhere.
static const msgpack_object *find(const msgpack_object_map *map, uint32_t hint, const msgpack_object *key) {
    if (hint < map->size && is_key(&map->ptr[hint].key, key->via.str.ptr, key->via.str.size))
        return &map->ptr[hint].val;
    for (uint32_t i = 0; i < map->size; i++) {
        if (is_key(&map->ptr[i].key, key->via.str.ptr, key->via.str.size)) return &map->ptr[i].val;
    }
    return NULL;
}

int64_t bench_codec_unpack(bench_codec *codec, const void *frame, size_t size) {
    msgpack_object object;
    size_t offset = 0;
    msgpack_zone_clear(&codec->zone);
    if (msgpack_unpack(frame, size, &offset, &codec->zone, &object) != MSGPACK_UNPACK_SUCCESS) return -1;
    if (object.type != MSGPACK_OBJECT_MAP) return -1;
    const msgpack_object_map *expected = &codec->frame.data.via.map;
    int64_t sent = -1;
    for (uint32_t i = 0; i < expected->size; i++) {
        const msgpack_object *key = &expected->ptr[i].key;
        const msgpack_object *value = find(&object.via.map, i, key);
        if (!value) return -1;
        take(codec, i, value);
        if (is_key(key, stamp, sizeof stamp - 1)) sent = (int64_t)value->via.u64;
    }
    return sent;
}
