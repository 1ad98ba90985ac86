// An HTTP server as libwebsockets alone makes it: the answer to each request is the same.
#include "CBenchPeer.h"
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *body;
static size_t body_size;

static int answer(struct lws *wsi) {
    unsigned char head[LWS_PRE + 1024], *start = head + LWS_PRE, *at = start, *end = head + sizeof head - 1;
    if (lws_add_http_common_headers(wsi, HTTP_STATUS_OK, "application/json", body_size, &at, end)) return 1;
    if (lws_finalize_write_http_header(wsi, start, &at, end)) return 1;
    if (lws_write(wsi, (unsigned char *)body + LWS_PRE, body_size, LWS_WRITE_HTTP_FINAL) < 0) return 1;
    return lws_http_transaction_completed(wsi) ? -1 : 0;
}

static int handle(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t size) {
    switch (reason) {
    case LWS_CALLBACK_HTTP: return 0;
    case LWS_CALLBACK_HTTP_BODY_COMPLETION: return answer(wsi);
    default: return lws_callback_http_dummy(wsi, reason, user, in, size);
    }
}

// Serves POST until it is killed; says its port in a line.
int strata_bench_handle(size_t size) {
    static const struct lws_protocols protocols[] = {{"http", handle, 0, 0, 0, NULL, 0}, {0}};
    struct lws_context_creation_info info = {0};
    body_size = size;
    body = calloc(1, LWS_PRE + size);
    if (!body) return -1;
    memset(body + LWS_PRE, ' ', size);
    lws_set_log_level(LLL_ERR, NULL);
    info.iface = "127.0.0.1";
    info.protocols = protocols;
    info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
    info.gid = info.uid = -1;
    struct lws_context *context = lws_create_context(&info);
    struct lws_vhost *host = context ? lws_create_vhost(context, &info) : NULL;
    if (!host) return -1;
    printf("%d\n", lws_get_vhost_listen_port(host));
    fflush(stdout);
    while (lws_service(context, 0) >= 0) {}
    return 0;
}
