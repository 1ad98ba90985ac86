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

#include <elf.h>
#include <link.h>
#include <string.h>

// What the linker wrote into the program to tell its builds apart.
struct strata_build_id { unsigned char *bytes; int size; int count; };

static int strata_find_build_id(struct dl_phdr_info *info, size_t size, void *data) {
    struct strata_build_id *found = data;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_NOTE) continue;
        const unsigned char *place = (const unsigned char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        const unsigned char *end = place + info->dlpi_phdr[i].p_memsz;
        while (place + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)place;
            const unsigned char *name = place + sizeof(*note);
            const unsigned char *body = name + ((note->n_namesz + 3) & ~3u);
            if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && memcmp(name, "GNU", 4) == 0) {
                found->count = (int)note->n_descsz < found->size ? (int)note->n_descsz : found->size;
                memcpy(found->bytes, body, (size_t)found->count);
                return 1;
            }
            place = body + ((note->n_descsz + 3) & ~3u);
        }
    }
    return 1;  // The first is the program itself; its libraries don't count.
}

// Copies the program's build id; answers its length, 0 where there is none.
static inline int strata_build_id(unsigned char *bytes, int size) {
    struct strata_build_id found = {bytes, size, 0};
    dl_iterate_phdr(strata_find_build_id, &found);
    return found.count;
}
