#pragma once
#include <wslay/wslay.h>

// The bit of permessage-deflate, as frames of wslay show it: a macro with a cast, which Swift can't read.
static const uint8_t strata_wslay_packed = WSLAY_RSV1_BIT;
