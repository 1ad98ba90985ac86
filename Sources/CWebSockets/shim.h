#pragma once
// libwebsockets' own headers bring libuv's, where it is built with it: one module for both.
#include <uv.h>
#include <libwebsockets.h>

// LWS_PRE is a macro that Swift can't read: the room before what is written.
static const int strata_lws_pre = LWS_PRE;

// Which module the kinds of a socket come from depends on who is read first: curl, libuv or the C library.
static const int strata_stream = SOCK_STREAM;
static const int strata_stream_at_once = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
