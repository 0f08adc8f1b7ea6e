/* LD_PRELOAD: disk calls that fail, for files whose path contains FAULT_MATCH.
   gcc -shared -fPIC -O1 -o faultshim.so faultshim.c -ldl

   FSYNC_EVERY=n   every n-th fsync or fdatasync fails with EIO
   FSYNC_LIES=1    fsync and fdatasync do nothing and say that they did
   WRITE_EVERY=n   every n-th write fails with WRITE_ERR (EIO or ENOSPC, the default)
   SHORT_EVERY=n   every n-th write takes only half (lawful)
   EINTR_EVERY=n   every n-th write fails with EINTR (lawful, to be tried again)
   FAULT_FILE=path the faults begin once this file exists                                    */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int number(const char *name) {
    const char *text = getenv(name);
    return text ? atoi(text) : 0;
}

static int is_turn(atomic_int *count, const char *name) {
    int every = number(name);
    return every > 0 && (atomic_fetch_add(count, 1) + 1) % every == 0;
}

static int is_ours(int fd) {
    struct stat state;
    if (fstat(fd, &state) != 0 || !S_ISREG(state.st_mode)) return 0;
    const char *begin = getenv("FAULT_FILE");
    if (begin && access(begin, F_OK) != 0) return 0;
    const char *match = getenv("FAULT_MATCH");
    if (!match) return 1;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, match) != NULL;
}

static int write_error(void) {
    const char *name = getenv("WRITE_ERR");
    return name && strcmp(name, "EIO") == 0 ? EIO : ENOSPC;
}

#define REAL(f) \
    static __typeof__(&f) real; \
    if (!real) real = (__typeof__(&f))dlsym(RTLD_NEXT, #f)

static atomic_int syncs, writes, halves, interrupts;

static int is_refused(void) {
    if (is_turn(&writes, "WRITE_EVERY")) {
        errno = write_error();
        return 1;
    }
    if (is_turn(&interrupts, "EINTR_EVERY")) {
        errno = EINTR;
        return 1;
    }
    return 0;
}

static int sync_fault(int fd) {  /* 0: real call, 1: pretend, -1: fail */
    if (!is_ours(fd)) return 0;
    if (number("FSYNC_LIES")) return 1;
    if (is_turn(&syncs, "FSYNC_EVERY")) {
        errno = EIO;
        return -1;
    }
    return 0;
}

int fsync(int fd) {
    REAL(fsync);
    int fault = sync_fault(fd);
    return fault == 0 ? real(fd) : fault == 1 ? 0 : -1;
}

int fdatasync(int fd) {
    REAL(fdatasync);
    int fault = sync_fault(fd);
    return fault == 0 ? real(fd) : fault == 1 ? 0 : -1;
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (is_ours(fd)) {
        if (is_refused()) return -1;
        if (size > 1 && is_turn(&halves, "SHORT_EVERY")) size /= 2;
    }
    return real(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(pwrite);
    if (is_ours(fd)) {
        if (is_refused()) return -1;
        if (size > 1 && is_turn(&halves, "SHORT_EVERY")) size /= 2;
    }
    return real(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) {
    REAL(pwrite64);
    if (is_ours(fd)) {
        if (is_refused()) return -1;
        if (size > 1 && is_turn(&halves, "SHORT_EVERY")) size /= 2;
    }
    return real(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    if (is_ours(fd) && is_refused()) return -1;
    return real(fd, parts, count);
}
