/* sandbox.h: drops the rights that reading needs not, for good, before foreign bytes are parsed.
 *
 *   Landlock (Linux 5.13)  which files can be opened: the inputs to read, the archive's folder to
 *                          write; nothing else, not even by name
 *   seccomp  (Linux 3.17)  which system calls there are: files, memory, threads, clocks; no
 * network, no other program, no other process
 *
 * What is open or mapped already stays usable. There is no way back, also not for threads and
 * children. Both need no privilege. Where a kernel lacks one of them the other holds alone.
 * source: Documentation/userspace-api/landlock.rst and seccomp_filter.rst of the Linux kernel */
#ifndef DG_SANDBOX_H
#define DG_SANDBOX_H

#include "base/err.h"

enum { DG_SANDBOX_FILES = 1, DG_SANDBOX_CALLS = 2, DG_SANDBOX_ALL = 3 };

typedef struct dg_sandbox_rules {
    const char *const *readable; /* files, and folders with all below; what is not there, and "-",
                                    is passed over */
    uint32_t n_readable;
    const char *const *writable; /* folders in which files may be made, written and removed */
    uint32_t n_writable;
    bool serves;   /* connections are accepted on sockets that listen already */
    bool connects; /* connections are made: TCP, and what looks up names and certificates */
} dg_sandbox_rules;

/* Confines this process. To be called before threads are started: Landlock holds for the calling
 * thread and those it starts, seccomp for all. *ret_held: DG_SANDBOX_… that this kernel has; what
 * it lacks is no error. DG_E_IO when a right could not be dropped though the kernel could; then
 * some may be gone already. */
int dg_sandbox_enter(const dg_sandbox_rules *rules, uint32_t *ret_held, dg_err *err);

#endif
