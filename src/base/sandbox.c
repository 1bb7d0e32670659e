/* sandbox.c: see sandbox.h. Raw system calls: no library wraps both, and the headers of older
 * systems lack the newer names, so that the few structures are written out here. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* syscall, O_PATH */
#endif
#include "base/sandbox.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int failed(const char *what, dg_err *err) {
    return dg_err_set(err, DG_E_IO, 0, "sandbox: %s: %s", what, strerror(errno));
}

/* ---- Landlock: which files ---- */

#ifdef __NR_landlock_create_ruleset

/* Rights on files, by the version of the interface that brought them. */
#define FS_EXECUTE (UINT64_C(1) << 0)
#define FS_WRITE_FILE (UINT64_C(1) << 1)
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_DIR (UINT64_C(1) << 3)
#define FS_REMOVE_FILE (UINT64_C(1) << 5)
#define FS_MAKE_REG (UINT64_C(1) << 8)
#define FS_TRUNCATE (UINT64_C(1) << 14)
static const uint64_t fs_all[] = {0, 0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0xFFFF}; /* [version] */
#define NET_TCP UINT64_C(3)   /* bind, connect; version 4 */
#define SCOPE_ALL UINT64_C(3) /* abstract sockets, signals; version 6 */
#define RULE_PATH_BENEATH 1
#define CREATE_VERSION 1u

typedef struct ruleset_attr {
    uint64_t fs, net, scoped;
} ruleset_attr;

typedef struct path_attr {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed)) path_attr;

static int allow_path(int ruleset, const char *path, uint64_t rights, dg_err *err) {
    int fd = open(path, O_PATH | O_CLOEXEC);
    struct stat st;
    if (fd < 0) return 0; /* not there: reading will say so */
    if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
        rights &= FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE;
    path_attr attr = {.allowed = rights, .parent = fd};
    long rc = syscall(__NR_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &attr, 0);
    int code = rc ? failed(path, err) : 0;
    close(fd);
    return code;
}

/* What looking up names and checking certificates opens. */
static const char *const looked_up[] = {"/etc",   "/usr/lib",   "/lib",
                                        "/lib64", "/usr/share", "/run/systemd/resolve"};

static int confine_files(const dg_sandbox_rules *r, uint32_t *held, dg_err *err) {
    long version = syscall(__NR_landlock_create_ruleset, NULL, 0, CREATE_VERSION);
    if (version <= 0) return 0; /* not built in, or switched off */
    uint64_t handled = fs_all[version < 5 ? version : 5];
    ruleset_attr attr = {.fs = handled};
    size_t n = sizeof attr.fs;
    if (version >= 4) attr.net = NET_TCP, n += sizeof attr.net;
    if (version >= 6) attr.scoped = SCOPE_ALL, n += sizeof attr.scoped;
    if (r->serves || r->connects) attr.net = 0;
    int ruleset = (int)syscall(__NR_landlock_create_ruleset, &attr, n, 0);
    if (ruleset < 0) return failed("Landlock", err);
    int rc = 0;
    for (uint32_t i = 0; i < r->n_readable && !rc; i++)
        if (strcmp(r->readable[i], "-") != 0)
            rc = allow_path(ruleset, r->readable[i], FS_READ_FILE | FS_READ_DIR, err);
    for (size_t i = 0; i < DG_LEN(looked_up) && r->connects && !rc; i++)
        rc = allow_path(ruleset, looked_up[i], FS_READ_FILE | FS_READ_DIR, err);
    uint64_t write =
        FS_READ_FILE | FS_READ_DIR | FS_WRITE_FILE | FS_MAKE_REG | FS_REMOVE_FILE | FS_TRUNCATE;
    for (uint32_t i = 0; i < r->n_writable && !rc; i++)
        rc = allow_path(ruleset, r->writable[i], write & handled, err);
    if (!rc && syscall(__NR_landlock_restrict_self, ruleset, 0)) rc = failed("Landlock", err);
    close(ruleset);
    if (!rc) *held |= DG_SANDBOX_FILES;
    return rc;
}

#else
static int confine_files(const dg_sandbox_rules *r, uint32_t *held, dg_err *err) {
    (void)r, (void)held, (void)err;
    return 0;
}
#endif

/* ---- seccomp: which calls ---- */

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#endif

#ifdef THIS_ARCH

/* What reading, SQLite and the C library call. Names that an architecture lacks are left out. */
static const uint16_t calls[] = {
    __NR_read,
    __NR_pread64,
    __NR_readv,
    __NR_preadv,
    __NR_write,
    __NR_pwrite64,
    __NR_writev,
    __NR_close,
    __NR_fstat,
    __NR_newfstatat,
    __NR_statx,
    __NR_lseek,
    __NR_getdents64,
    __NR_readlinkat,
    __NR_faccessat,
    __NR_faccessat2,
    __NR_fcntl,
    __NR_fsync,
    __NR_fdatasync,
    __NR_ftruncate,
    __NR_fallocate,
    __NR_fadvise64,
    __NR_unlinkat,
    __NR_getcwd,
    __NR_fstatfs,
    __NR_fchmod,
    __NR_fchown,
    __NR_dup,
    /* memory */
    __NR_mmap,
    __NR_munmap,
    __NR_mremap,
    __NR_mprotect,
    __NR_madvise,
    __NR_brk,
    __NR_msync,
    /* threads and signals of our own */
    __NR_futex,
    __NR_set_robust_list,
    __NR_get_robust_list,
    __NR_rseq,
    __NR_set_tid_address,
    __NR_gettid,
    __NR_getpid,
    __NR_tgkill,
    __NR_sched_yield,
    __NR_sched_getaffinity,
    __NR_rt_sigaction,
    __NR_rt_sigprocmask,
    __NR_rt_sigreturn,
    __NR_sigaltstack,
    __NR_restart_syscall,
    __NR_membarrier,
    __NR_exit,
    __NR_exit_group,
    /* clocks and what is known of the machine */
    __NR_clock_gettime,
    __NR_clock_getres,
    __NR_clock_nanosleep,
    __NR_nanosleep,
    __NR_gettimeofday,
    __NR_getrandom,
    __NR_getuid,
    __NR_geteuid,
    __NR_getgid,
    __NR_getegid,
    __NR_uname,
    __NR_sysinfo,
    __NR_getrusage,
    __NR_ppoll,
#ifdef __NR_open
    __NR_stat,
    __NR_lstat,
    __NR_access,
    __NR_readlink,
    __NR_unlink,
    __NR_time,
    __NR_poll,
    __NR_dup2,
#endif
#ifdef __NR_futex_wait
    __NR_futex_wait,
    __NR_futex_wake,
#endif
};

/* What a server needs besides, on sockets that it has; a fetcher too. */
static const uint16_t serving[] = {
    __NR_accept4,     __NR_accept,          __NR_recvfrom,   __NR_recvmsg,     __NR_sendto,
    __NR_sendmsg,     __NR_shutdown,        __NR_getsockopt, __NR_setsockopt,  __NR_getsockname,
    __NR_getpeername, __NR_epoll_create1,   __NR_epoll_ctl,  __NR_epoll_pwait, __NR_eventfd2,
    __NR_pipe2,       __NR_timerfd_settime, __NR_pselect6,
#ifdef __NR_open
    __NR_epoll_wait,  __NR_select,
#endif
};

/* What a fetcher needs besides that. */
static const uint16_t connecting[] = {__NR_socket,   __NR_connect,    __NR_bind,
                                      __NR_sendmmsg, __NR_socketpair, __NR_recvmmsg};

enum {
    MAX_PROGRAM = 2 * (sizeof calls + sizeof serving + sizeof connecting) / sizeof calls[0] + 64
};

typedef struct program {
    struct sock_filter code[MAX_PROGRAM];
    uint16_t n;
} program;

static void put(program *p, uint16_t code, uint8_t yes, uint8_t no, uint32_t k) {
    assert(p->n < MAX_PROGRAM);
    p->code[p->n++] = (struct sock_filter){code, yes, no, k};
}

static void load(program *p, size_t at) {
    put(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)at);
}

static void answer(program *p, uint32_t action) {
    put(p, BPF_RET | BPF_K, 0, 0, action);
}

static void allow(program *p, uint32_t call) {
    put(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, call);
    answer(p, SECCOMP_RET_ALLOW);
}

/* A call whose argument (its low half) decides: allowed when none of `bits` is set in it, or, for
 * `need`, when all of them are. */
static void allow_by_bits(program *p, uint32_t call, uint32_t argument, uint32_t bits, bool need) {
    size_t at =
        offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t); /* little-endian */
    put(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 6, call);
    load(p, at);
    put(p, BPF_ALU | BPF_AND | BPF_K, 0, 0, bits);
    put(p, BPF_JMP | BPF_JEQ | BPF_K, need ? 0 : 1, need ? 1 : 0, need ? bits : 0);
    if (need) {
        answer(p, SECCOMP_RET_ALLOW);
        answer(p, SECCOMP_RET_ERRNO | EPERM);
    } else {
        answer(p, SECCOMP_RET_ERRNO | EACCES);
        answer(p, SECCOMP_RET_ALLOW);
    }
    answer(p, SECCOMP_RET_ERRNO | EPERM); /* not reached: keeps both forms of one length */
}

static void write_program(const dg_sandbox_rules *r, program *p) {
    const uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    load(p, offsetof(struct seccomp_data, arch));
    put(p, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, THIS_ARCH);
    answer(p, SECCOMP_RET_KILL_PROCESS);
    load(p, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < DG_LEN(calls); i++) allow(p, calls[i]);
    for (size_t i = 0; i < DG_LEN(serving) && (r->serves || r->connects); i++) allow(p, serving[i]);
    for (size_t i = 0; i < DG_LEN(connecting) && r->connects; i++) allow(p, connecting[i]);
    /* Landlock says which files; where the kernel lacks it, what only reads shall still not write
     */
    allow_by_bits(p, __NR_openat, 2, r->n_writable ? 0 : writing, false);
#ifdef __NR_open
    allow_by_bits(p, __NR_open, 1, r->n_writable ? 0 : writing, false);
#endif
    allow_by_bits(p, __NR_clone, 0, CLONE_THREAD, true);  /* threads, no processes */
    put(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, __NR_clone3); /* its flags are behind a pointer: */
    answer(p, SECCOMP_RET_ERRNO | ENOSYS);                /* the C library falls back to clone */
    put(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, __NR_ioctl);  /* "is this a terminal?": it is none */
    answer(p, SECCOMP_RET_ERRNO | ENOTTY);
    put(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, __NR_prlimit64);
    answer(p, SECCOMP_RET_ERRNO | ENOSYS);
    answer(p, SECCOMP_RET_ERRNO | EPERM);
}

static int confine_calls(const dg_sandbox_rules *r, uint32_t *held, dg_err *err) {
    program p = {.n = 0};
    write_program(r, &p);
    struct sock_fprog prog = {.len = p.n, .filter = p.code};
    if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &prog) == 0) {
        *held |= DG_SANDBOX_CALLS;
        return 0;
    }
    return errno == ENOSYS || errno == EINVAL ? 0 : failed("seccomp", err);
}

#else
static int confine_calls(const dg_sandbox_rules *r, uint32_t *held, dg_err *err) {
    (void)r, (void)held, (void)err;
    return 0;
}
#endif

int dg_sandbox_enter(const dg_sandbox_rules *rules, uint32_t *ret_held, dg_err *err) {
    uint32_t held = 0;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return failed("no_new_privs", err);
    int rc = confine_files(rules, &held, err);
    if (!rc) rc = confine_calls(rules, &held, err);
    if (!rc) *ret_held = held;
    return rc;
}

#else

int dg_sandbox_enter(const dg_sandbox_rules *rules, uint32_t *ret_held, dg_err *err) {
    (void)rules, (void)err;
    *ret_held = 0;
    return 0;
}

#endif
