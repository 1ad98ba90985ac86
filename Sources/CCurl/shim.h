#pragma once
// Its checks of a variadic call's types are macros, which Swift can't call: one function per type here.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

typedef size_t (*strata_curl_write)(char *bytes, size_t size, size_t count, void *transfer);
typedef int (*strata_curl_begin)(void *transfer, char *peer, char *own, int peer_port, int own_port);
typedef int (*strata_curl_socket)(CURL *, curl_socket_t, int what, void *multi, void *socket);
typedef int (*strata_curl_timer)(CURLM *, long milliseconds, void *multi);

static inline CURLcode strata_curl_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode strata_curl_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode strata_curl_writes(CURL *handle, CURLoption option, strata_curl_write value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode strata_curl_begins(CURL *handle, strata_curl_begin value) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}
static inline CURLcode strata_curl_number(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode strata_curl_place(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLMcode strata_curl_multi_place(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode strata_curl_multi_sockets(CURLM *multi, strata_curl_socket value) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}
static inline CURLMcode strata_curl_multi_timer(CURLM *multi, strata_curl_timer value) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}
static inline CURLcode strata_curl_result(const CURLMsg *message) { return message->data.result; }
static inline CURLMcode strata_curl_multi_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
