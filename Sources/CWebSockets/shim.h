#pragma once
// libwebsockets' own headers bring libuv's, where it is built with it: one module for both.
#include <uv.h>
#include <libwebsockets.h>

// LWS_PRE is a macro that Swift can't read: the room before what is written.
static const int strata_lws_pre = LWS_PRE;
