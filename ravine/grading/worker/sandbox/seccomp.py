"""Seccomp: the system calls that Python and numpy need, and no others.

No process is started, no socket but a pair of connected ones, nobody else is signalled, traced or limited.
"""

import errno

ALLOWED = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 close close_range lseek sendfile
    open openat creat stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getcwd
    chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat
    ftruncate fallocate getdents getdents64 dup dup2 dup3 pipe pipe2 flock fsync fdatasync copy_file_range umask
    statfs fstatfs fadvise64
    brk mmap munmap mprotect mremap madvise mincore msync mlock munlock membarrier
    getpid getppid gettid getpgrp getpgid getsid getuid geteuid getgid getegid getresuid getresgid getgroups
    uname sysinfo getrusage times getcpu getrlimit getpriority
    exit exit_group restart_syscall rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend
    rt_sigtimedwait sigaltstack set_tid_address set_robust_list get_robust_list rseq futex futex_waitv
    sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min
    arch_prctl clock_gettime clock_getres gettimeofday time nanosleep clock_nanosleep
    timer_create timer_settime timer_gettime timer_getoverrun timer_delete setitimer getitimer alarm
    timerfd_create timerfd_settime timerfd_gettime poll ppoll select pselect6 epoll_create epoll_create1
    epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2 pause getrandom wait4 waitid
    sendto recvfrom sendmsg recvmsg shutdown getsockopt setsockopt getsockname getpeername
""".split()
ATTRIBUTES = "chmod fchmod fchmodat truncate utime utimes utimensat futimesat".split()  # Landlock sees none of these
PROCESSES = "fork vfork execve execveat setpgid setsid kill tkill tgkill".split()
REFUSED = """
    socket connect bind listen accept accept4 ptrace process_vm_readv process_vm_writev mount umount2 pivot_root
    chroot unshare setns keyctl add_key request_key bpf perf_event_open io_uring_setup personality
    memfd_create memfd_secret shmget shmat msgget semget mq_open mknod mknodat chown fchown lchown fchownat
    setuid setgid setreuid setregid setresuid setresgid setgroups setrlimit setpriority
    pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo
""".split()  # others are answered "no such call", so that a C library can do without
CLONE_THREAD, AF_UNIX, ITSELF = 0x10000, 1, 0
PR_SET_NAME, PR_GET_NAME, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_VMA = 15, 16, 23, 39, 0x53564D41
F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW, F_DUPFD_CLOEXEC = *range(8), 1030
TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX = 0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451
ARGUMENTS = {  # allowed where the argument of this position is one of these
    ("socketpair", 0): [AF_UNIX],
    ("prlimit64", 0): [ITSELF],
    ("prctl", 0): [PR_SET_NAME, PR_GET_NAME, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_VMA],
    ("fcntl", 1): [F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW, F_DUPFD_CLOEXEC],
    ("ioctl", 1): [TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX],  # F_SETOWN would signal others
}


def is_available() -> bool:
    """Whether libseccomp (Debian's libseccomp2) and its binding are there."""
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, OSError, RuntimeError):
        return False
    return True


def build(in_room: bool, processes: bool):
    """The filter, not yet in force; its `load` is for ever.

    in_room: whether namespaces hide the host's files, so that the attributes of all that are seen may be changed.
    processes: whether the worker may start some, and signal them.
    """
    import pyseccomp as seccomp

    extra = (ATTRIBUTES if in_room else []) + (PROCESSES if processes else [])
    rules = seccomp.SyscallFilter(defaction=seccomp.ERRNO(errno.ENOSYS))
    for name in ALLOWED + extra:
        _add(rules, seccomp.ALLOW, name)
    for name in set(REFUSED + ATTRIBUTES + PROCESSES) - set(extra):
        _add(rules, seccomp.ERRNO(errno.EPERM), name)
    for (name, position), values in ARGUMENTS.items():
        for value in values:
            _add(rules, seccomp.ALLOW, name, seccomp.Arg(position, seccomp.EQ, value))
    _add_clone(rules, seccomp, processes)
    return rules


def _add_clone(rules, seccomp, processes: bool):
    """Threads, but no processes. clone3 hides its flags in memory; without it the C library takes clone."""
    if processes:
        _add(rules, seccomp.ALLOW, "clone")
    else:
        thread = seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, CLONE_THREAD)
        _add(rules, seccomp.ALLOW, "clone", thread)
        _add(rules, seccomp.ERRNO(errno.EPERM), "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))


def _add(rules, action, name, *arguments):
    try:
        rules.add_rule(action, name, *arguments)
    except (OSError, ValueError, RuntimeError):
        if name in ("read", "write", "clone"):
            raise  # a call this architecture lacks is none to allow; these it has
