#pragma once
#define _GNU_SOURCE
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>

// prctl is variadic, which Swift can't call: ends this process when the one that started it is gone.
static inline int strata_end_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }
