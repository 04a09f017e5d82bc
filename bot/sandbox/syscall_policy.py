"""Which system calls a learner's program may make: data, read by seccomp.py.

Everything that is not named here fails with EPERM (ENOSYS for calls newer than this table), above all fork,
socket, ptrace, mount, unshare, setns, bpf, io_uring, keyctl, userfaultfd, perf_event_open and memfd_create.
So does sendmsg: descriptors on their way are counted by user, so all runs and the bot share that count, and
whether a message carries some cannot be seen here. A program alone with its sockets has send(2).
Numbers: asm/unistd_64.h (x86_64) and asm-generic/unistd.h (aarch64); None where the architecture lacks one.
"""

Numbers = dict[str, tuple[int | None, int | None]]

# Harmless without looking at arguments: what they reach is bounded by Landlock, namespaces and rlimits.
ALLOWED: Numbers = {
    "read": (0, 63),
    "write": (1, 64),
    "open": (2, None),
    "close": (3, 57),
    "stat": (4, None),
    "fstat": (5, 80),
    "lstat": (6, None),
    "poll": (7, None),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "readv": (19, 65),
    "writev": (20, 66),
    "access": (21, None),
    "pipe": (22, None),
    "select": (23, None),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "msync": (26, 227),
    "dup": (32, 23),
    "dup2": (33, None),
    "nanosleep": (35, 101),
    "getitimer": (36, 102),
    "alarm": (37, None),
    "setitimer": (38, 103),
    "getpid": (39, 172),
    "sendfile": (40, 71),
    "sendto": (44, 206),
    "recvfrom": (45, 207),
    "recvmsg": (47, 212),
    "shutdown": (48, 210),
    "getsockname": (51, 204),
    "getpeername": (52, 205),
    "getsockopt": (55, 209),
    "exit": (60, 93),
    "wait4": (61, 260),
    "uname": (63, 160),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "ftruncate": (77, 46),
    "getdents": (78, None),
    "getcwd": (79, 17),
    "chdir": (80, 49),
    "fchdir": (81, 50),
    "rename": (82, None),
    "mkdir": (83, None),
    "rmdir": (84, None),
    "creat": (85, None),
    "link": (86, None),
    "unlink": (87, None),
    "symlink": (88, None),
    "readlink": (89, None),
    "umask": (95, 166),
    "gettimeofday": (96, 169),
    "getrlimit": (97, 163),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "times": (100, 153),
    "getuid": (102, 174),
    "getgid": (104, 176),
    "geteuid": (107, 175),
    "getegid": (108, 177),
    "getppid": (110, 173),
    "getpgrp": (111, None),
    "getgroups": (115, 158),
    "getresuid": (118, 148),
    "getresgid": (120, 150),
    "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137),
    "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132),
    "statfs": (137, 43),
    "fstatfs": (138, 44),
    "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126),
    "gettid": (186, 178),
    "time": (201, None),
    "epoll_create": (213, None),
    "getdents64": (217, 61),
    "set_tid_address": (218, 96),
    "restart_syscall": (219, 128),
    "exit_group": (231, 94),
    "epoll_wait": (232, None),
    "epoll_ctl": (233, 21),
    "waitid": (247, 95),
    "openat": (257, 56),
    "mkdirat": (258, 34),
    "newfstatat": (262, 79),
    "unlinkat": (263, 35),
    "renameat": (264, 38),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "readlinkat": (267, 78),
    "faccessat": (269, 48),
    "pselect6": (270, 72),
    "ppoll": (271, 73),
    "set_robust_list": (273, 99),
    "splice": (275, 76),
    "epoll_pwait": (281, 22),
    "timerfd_create": (283, 85),
    "eventfd": (284, None),
    "fallocate": (285, 47),
    "timerfd_settime": (286, 86),
    "timerfd_gettime": (287, 87),
    "eventfd2": (290, 19),
    "epoll_create1": (291, 20),
    "dup3": (292, 24),
    "pipe2": (293, 59),
    "preadv": (295, 69),
    "pwritev": (296, 70),
    "getcpu": (309, 168),
    "renameat2": (316, 276),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
    "copy_file_range": (326, 285),
    "preadv2": (327, 286),
    "pwritev2": (328, 287),
    "statx": (332, 291),
    "rseq": (334, 293),
    "faccessat2": (439, 439),
    "epoll_pwait2": (441, 441),
}

# Locks on the shared, read-only library would be a channel between two runs, and so would putting parts of it
# out of the kernel's cache: answered without effect. A program alone with its files never finds one locked.
WITHOUT_EFFECT: Numbers = {
    "fadvise64": (221, 223),
    "flock": (73, 32),
}

# Landlock does not cover the metadata of files that belong to the same user. Where the box has no file system
# of its own, changing it is answered without effect; where it has, only the box's own files can be changed.
METADATA: Numbers = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "utime": (132, None),
    "utimes": (235, None),
    "fchownat": (260, 54),
    "futimesat": (261, None),
    "fchmodat": (268, 53),
    "utimensat": (280, 88),
    "fchmodat2": (452, 452),
}

# Covered by Landlock only since its third version.
BY_PATH: Numbers = {
    "truncate": (76, 45),
}

# C libraries do without: they fall back to clone, whose flags can be looked at, and to futex likewise.
MISSING: Numbers = {
    "clone3": (435, 435),
    "futex_waitv": (449, 449),
}

# A box keeps no extended attributes; said in the words that shutil.copystat takes for a no.
UNSUPPORTED: Numbers = {
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "getxattr": (191, 8),
    "lgetxattr": (192, 9),
    "fgetxattr": (193, 10),
    "listxattr": (194, 11),
    "llistxattr": (195, 12),
    "flistxattr": (196, 13),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
}

# Let through from one address only: a program is started with the path at a place that nobody else knows,
# and can start no other. A thread that did would shed the signal that ends it with its supervisor; prctl(2).
START: Numbers = {
    "execve": (59, 221),
}

# Let through for some values of one argument only, see the checks in seccomp.py.
CHECKED: Numbers = {
    "ioctl": (16, 29),
    "setsockopt": (54, 208),
    "clone": (56, 220),
    "kill": (62, 129),
    "fcntl": (72, 25),
    "prctl": (157, 167),
    "sched_setaffinity": (203, 122),
    "tgkill": (234, 131),
    "prlimit64": (302, 261),
    "futex": (202, 98),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "getpriority": (140, 141),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "sched_getaffinity": (204, 123),
    "get_robust_list": (274, 100),
    "close_range": (436, 436),
    "madvise": (28, 233),
    "arch_prctl": (158, None),
}

# Both the family and the type are looked at.
PAIRS: Numbers = {
    "socketpair": (53, 199),
}

# The clock may be one of the system's or that of a thread of one's own; others' would tell who is running.
CLOCKS: Numbers = {
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
}

# Of these, those whose first argument names a process.
NAME_A_PROCESS = (
    *("kill", "prlimit64", "getpgid", "getsid", "get_robust_list"),
    *("sched_setaffinity", "sched_getaffinity", "sched_getparam", "sched_getscheduler"),
)
# The one set of flags with which C libraries start a thread: glibc's, and musl's with CLONE_DETACHED.
THREAD_FLAGS = (0x3D0F00, 0x7D0F00)
# fcntl(2): descriptors and flags, and asking for locks; no leases, notifications, owners or signals.
FCNTL = (0, 1, 2, 3, 4, 5, 36, 1030, 1032)
# F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW: answered without effect, like flock.
FCNTL_LOCKS = (6, 7, 37, 38)
# futex(2), all with FUTEX_PRIVATE_FLAG: WAIT, WAKE, REQUEUE, CMP_REQUEUE, WAKE_OP, the same by bit set, and
# waiting by the real-time clock. Without the flag, two runs could wake each other over a page of the library.
FUTEX = (128, 129, 131, 132, 133, 137, 138, 128 | 256, 137 | 256)
# FUTEX_WAIT and FUTEX_WAIT_BITSET that are not private: told to look again. C libraries wait in this way for
# the end of a thread.
FUTEX_SHARED_WAIT = (0, 9, 9 | 256)
# close_range(2): none, and CLOSE_RANGE_CLOEXEC. With CLOSE_RANGE_UNSHARE each thread would have a table of
# its own: so many times the open files that a program may have, and where the meter does not look.
CLOSE_RANGE = (0, 4)
# madvise(2): NORMAL to DONTNEED, FREE to DOFORK, HUGEPAGE to KEEPONFORK, POPULATE_READ and _WRITE, and
# GUARD_INSTALL and _REMOVE. COLD and PAGEOUT would put the library out of the cache; MERGEABLE would tell, by
# the time a write takes, who else has the same page.
MADVISE = (0, 1, 2, 3, 4, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19, 22, 23, 102, 103)
# arch_prctl(2): where a thread keeps what is its own; all else is for other programs than these.
ARCH_PRCTL = (0x1001, 0x1002, 0x1003, 0x1004)
# ioctl(2): TCGETS, FIONREAD, TIOCGWINSZ, FIONBIO, FIONCLEX, FIOCLEX
IOCTL = (0x5401, 0x541B, 0x5413, 0x5421, 0x5450, 0x5451)
# prctl(2): PR_SET_NAME, PR_GET_NAME, PR_SET_VMA
PRCTL = (15, 16, 0x53564D41)
AF_UNIX = 1
# SOCK_STREAM and SOCK_SEQPACKET, SOCK_CLOEXEC, SOCK_NONBLOCK. Datagrams (SOCK_RAW is their other name) can go
# to any socket with a path, even from a pair: Landlock does not cover it, and the host's services listen.
PAIR_TYPES = tuple(kind | flags for kind in (1, 5) for flags in (0, 0x80000, 0x800, 0x80800))
# socket(7): SO_REUSEADDR, SO_KEEPALIVE, SO_LINGER, SO_PASSCRED, SO_RCVTIMEO, SO_SNDTIMEO; above all no larger
# buffers, which no other limit counts, and no filters.
SOCKET_OPTIONS = (2, 9, 13, 16, 20, 21)

NEWEST_NUMBER = 462
