#pragma once
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// prctl is variadic, which Swift can't call: ends this process when the one that started it is gone.
static inline int strata_end_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

// Hides this process's memory and descriptors from others of its user: no ptrace, no core, /proc is root's.
static inline int strata_hide_memory(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

// ppoll is a GNU extension, which Swift's own headers leave out: polls up to a time, or for ever without one.
int ppoll(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
static inline int strata_poll(struct pollfd *items, nfds_t count, const struct timespec *time) {
    return ppoll(items, count, time, NULL);
}

// The same of pipe2, which makes both ends close on exec.
int pipe2(int ends[2], int flags);

// sched_setattr(2), which older C libraries lack: adds to this thread's nice value and, where it is not 0,
// asks for a time slice in nanoseconds. Either the scheduling policy stays as it is, or it is the one for
// batches, whose waking never takes the core from whoever runs.
static inline int strata_ask_for(int nice, uint64_t slice, int is_batch) {
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } wish = {.size = 48, .flags = 8 /* keep the policy */, .runtime = slice};
    if (is_batch) wish.flags = 0, wish.policy = 3 /* SCHED_BATCH */;
    wish.nice = getpriority(PRIO_PROCESS, 0) + nice;
    return (int)syscall(SYS_sched_setattr, 0, &wish, 0);
}
