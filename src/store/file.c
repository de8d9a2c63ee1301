#include "store/file.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/view.h"
#include "store/cache.h"
#include "store/db.h"
#include "store/outbox.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_MS 500              /* for a path's lock */
#define SLICE_MS 5
#define LOCKS 256
#define PATH_MAX_BYTES 512
#define ANNOUNCED_BYTES ((size_t)16 << 10)   /* of paths, in an event */
#define FILE_MAX_BYTES ((size_t)64 << 20)

/* What a path may be published as. */
static const char *const suffixes[] = { "", ".html", ".json", ".txt" };

/* -- names -- */

/* Only plain segments: nothing leads out of the folder, and nothing begins with a dot like the files that are being written. */
static bool safe_path(const char *path)
{
    if (path[0] != '/' || strlen(path) > PATH_MAX_BYTES)
        return false;
    for (const char *p = path; *p; p++) {
        if (*p == '/' && (p[1] == '/' || p[1] == '.' || p[1] == '\0'))
            return false;
        if ((unsigned char)*p <= ' ' || *p == '\\' || *p == 0x7f)
            return false;
    }
    return true;
}

static const char *folder_of(struct arena *arena, const struct config *c)
{
    return arena_printf(arena, "%s/%s", c->published, c->release);
}

static const char *file_name(struct ctx *cx, const char *path, const char *suffix)
{
    return arena_printf(cx->arena, "%s%s%s", folder_of(cx->arena, &cx->store->config), path, suffix);
}

/* "/a/b.html" is written as "/a/.b.html.new". */
static char *new_name(struct arena *arena, const char *file)
{
    const char *slash = strrchr(file, '/');

    return arena_printf(arena, "%.*s/.%s.new", (int)(slash - file), file, slash + 1);
}

static bool make_folders(const char *file)
{
    char path[4096];

    if (snprintf(path, sizeof(path), "%s", file) >= (int)sizeof(path))
        return false;
    for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = '\0';
        /* The mode of mkdir() is cut by the umask, which keeps sockets from others; the web server must get in here. */
        if (mkdir(path, 0755) == 0)
            chmod(path, 0755);
        else if (errno != EEXIST)
            return false;
        *at = '/';
    }
    return true;
}

/* -- reading and writing -- */

static bool write_all(int fd, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes.p += n;
        bytes.n -= (size_t)n;
    }
    return true;
}

/* Also runs when the arena has no room for what is read. */
static void close_once(void *arg)
{
    int *fd = arg;

    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static bool read_open_file(struct arena *arena, int fd, struct str *ret)
{
    struct stat st;
    size_t got = 0;
    char *bytes;

    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (size_t)st.st_size > FILE_MAX_BYTES)
        return false;
    bytes = arena_alloc(arena, (size_t)st.st_size + 1);
    while (got < (size_t)st.st_size) {
        ssize_t n = read(fd, bytes + got, (size_t)st.st_size - got);

        if (n <= 0)
            break;
        got += (size_t)n;
    }
    *ret = (struct str){ bytes, got };
    return got == (size_t)st.st_size;
}

static bool read_file(struct arena *arena, const char *file, struct str *ret)
{
    int *fd = ARENA_NEW(arena, int);
    bool whole;

    *fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    arena_defer(arena, close_once, fd);
    whole = read_open_file(arena, *fd, ret);
    close_once(fd);
    return whole;
}

static void sync_folder(const char *file)
{
    const char *slash = strrchr(file, '/');
    char folder[4096];
    int fd;

    snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - file) : 1, slash ? file : ".");
    fd = open(folder[0] ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        fsync(fd);
    close(fd);
}

bool file_write(const char *path, struct str bytes, bool durable)
{
    char beside[4096];
    int fd, error;
    bool written;

    snprintf(beside, sizeof(beside), "%s.%08x.new", path, randombytes_random());
    fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0)
        return false;
    written = write_all(fd, bytes) && (!durable || fsync(fd) == 0);
    error = errno;
    if (close(fd) != 0 && written) {
        written = false;
        error = errno;
    }
    if (written && rename(beside, path) == 0) {
        if (durable)
            sync_folder(path);
        return true;
    }
    if (written)
        error = errno;
    unlink(beside);
    errno = error;
    return false;
}

/* -- publishing ----

   One writer: who holds the path's lock. It creates the new file before it reads anything, and publishes by rename().
   page_retract() takes no lock, so that a save never waits for a page: it removes the new file first and the published one then.
   A page that was begun before the retraction finds its new file gone and is not published; one begun later reads what was
   committed before the retraction. */

static int open_lock(struct ctx *cx, const char *path)
{
    const struct config *c = &cx->store->config;
    uint32_t hash = 2166136261u;             /* FNV-1a */
    const char *file;

    for (const char *p = path; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    file = arena_printf(cx->arena, "%s/.locks/%02x", c->published, hash % LOCKS);
    return make_folders(file) ? open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
}

static bool take_lock(struct ctx *cx, int fd)
{
    int left_ms = ctx_left_ms(cx) < WAIT_MS ? ctx_left_ms(cx) : WAIT_MS;

    for (;; left_ms -= SLICE_MS) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (left_ms <= 0 || (errno != EWOULDBLOCK && errno != EINTR))
            return false;
        usleep(SLICE_MS * 1000);
    }
}

struct lock {
    int fd;
    char *beside;              /* the new file, or NULL */
    size_t root_bytes;         /* of its name: the folder that stays */
};

/* Anybody may ask for pages that do not exist: nothing must stay of them. A page that is just being made in one of the folders is
   served without being published. */
static void remove_empty_folders(char *file, size_t root_bytes)
{
    for (char *slash = strrchr(file, '/'); slash && (size_t)(slash - file) > root_bytes; slash = strrchr(file, '/')) {
        *slash = '\0';
        if (rmdir(file) != 0)
            return;
    }
}

/* Also runs when the arena reaches its ceiling while the page is made. */
static void end_lock(void *arg)
{
    struct lock *lock = arg;

    if (lock->beside && unlink(lock->beside) == 0)
        remove_empty_folders(lock->beside, lock->root_bytes);
    lock->beside = NULL;
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}

/* Makes the bytes and publishes them as `file`; the lock is held. Failing to publish is no error. */
static enum err make_and_publish(struct ctx *cx, struct lock *lock, const char *file,
                                 enum err (*make)(struct ctx *cx, void *arg, struct str *ret_bytes), void *arg, struct str *ret_bytes)
{
    char *beside = new_name(cx->arena, file);
    int fd = -1;
    bool written;
    enum err e;

    if (make_folders(file)) {
        unlink(beside);                      /* of a process that died */
        fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    }
    if (fd < 0)
        return make(cx, arg, ret_bytes);
    lock->beside = beside;
    close(fd);
    e = make(cx, arg, ret_bytes);
    if (e)
        return e;
    /* Opened again, without O_CREAT: a retraction has removed it. */
    fd = open(beside, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return OK;
    written = write_all(fd, *ret_bytes) && fchmod(fd, 0644) == 0;
    if (close(fd) == 0 && written && rename(beside, file) == 0)
        lock->beside = NULL;
    return OK;
}

enum err file_publish(struct ctx *cx, const char *path, const char *suffix,
                      enum err (*make)(struct ctx *cx, void *arg, struct str *ret_bytes), void *arg, struct str *ret_bytes)
{
    struct lock *lock;
    const char *file;
    enum err e;

    if (!safe_path(path))
        return make(cx, arg, ret_bytes);
    lock = ARENA_NEW(cx->arena, struct lock);
    lock->root_bytes = strlen(folder_of(cx->arena, &cx->store->config));
    lock->fd = open_lock(cx, path);
    arena_defer(cx->arena, end_lock, lock);
    file = file_name(cx, path, suffix);
    if (lock->fd < 0 || !take_lock(cx, lock->fd)) {
        end_lock(lock);
        return make(cx, arg, ret_bytes);
    }
    e = read_file(cx->arena, file, ret_bytes) ? OK : make_and_publish(cx, lock, file, make, arg, ret_bytes);
    end_lock(lock);
    return e;
}

/* -- retracting -- */

/* Names that begin with a dot are files that are being written. */
static void empty_folder(const char *folder, bool dots_only)
{
    DIR *d = opendir(folder);
    struct dirent *entry;

    while (d && (entry = readdir(d))) {
        if (!dots_only || entry->d_name[0] == '.')
            unlinkat(dirfd(d), entry->d_name, 0);
    }
    if (d)
        closedir(d);
}

/* As for one page: what is being written goes first. */
static enum err retract_folder(struct ctx *cx, const char *path)
{
    const char *folder = file_name(cx, path, "");

    empty_folder(folder, true);
    empty_folder(folder, false);
    rmdir(folder);
    return OK;
}

enum err page_retract(struct ctx *cx, const char *path)
{
    size_t n = strlen(path);

    if (path[0] == '#') {
        cache_bump(cx, path + 1);
        return OK;
    }
    if (n > 1 && path[n - 1] == '/') {
        path = arena_str(cx->arena, (struct str){ path, n - 1 });
        return safe_path(path) ? retract_folder(cx, path) : ctx_fail(cx, ERR_MALFORMED, NULL, "nothing is ever published there");
    }
    if (!safe_path(path))
        return ctx_fail(cx, ERR_MALFORMED, NULL, "this path is never published");
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        const char *file = file_name(cx, path, suffixes[i]);

        unlink(new_name(cx->arena, file));
        unlink(file);
    }
    cache_drop(cx, path);
    return OK;
}

static void retract_hook(struct ctx *cx, void *arg)
{
    page_retract(cx, arg);
}

void page_retract_after_commit(struct ctx *cx, const char *format, ...)
{
    struct retraction *r = ARENA_NEW(cx->arena, struct retraction);
    va_list args;
    char *path;

    va_start(args, format);
    path = arena_vprintf(cx->arena, format, args);
    va_end(args);
    r->path = path;
    *cx->retraction_tail = r;
    cx->retraction_tail = &r->next;
    if (!cx->in_transaction)
        page_announce_retractions(cx);
    ctx_after_commit(cx, retract_hook, path);
}

/* One event of as many retractions as fit; `*next` is the first of those that are left. */
static enum err announce_some(struct ctx *cx, const struct retraction **next)
{
    struct json_object *list = view_keep(cx->arena, json_object_new_array());
    size_t bytes = 0;

    for (; *next && (bytes == 0 || bytes + strlen((*next)->path) < ANNOUNCED_BYTES); *next = (*next)->next) {
        json_object_array_add(list, json_object_new_string((*next)->path));
        bytes += strlen((*next)->path);
    }
    return outbox_add(cx, PAGE_RETRACT_TOPIC,
                      json_object_to_json_string_ext(list, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

enum err page_announce_retractions(struct ctx *cx)
{
    const struct retraction *next = cx->retractions;
    enum err e = OK;

    while (e == OK && next)
        e = announce_some(cx, &next);
    cx->retractions = NULL;
    cx->retraction_tail = &cx->retractions;
    return e;
}

enum err page_retract_announced(struct ctx *cx, const char *json)
{
    struct json_object *paths = view_keep(cx->arena, json_tokener_parse(json));
    bool is_list = json_object_is_type(paths, json_type_array);
    size_t count = is_list ? json_object_array_length(paths) : 1;
    enum err e = OK;

    for (size_t i = 0; e == OK && i < count; i++) {
        struct json_object *path = is_list ? json_object_array_get_idx(paths, i) : paths;

        if (!json_object_is_type(path, json_type_string))
            continue;
        e = page_retract(cx, json_object_get_string(path));
        if (e == ERR_MALFORMED) {
            ctx_clear_error(cx);
            e = OK;
        }
    }
    return e;
}

/* -- sweeping -- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    remove(path);
    return 0;
}

/* Out of the way first, in one step: nobody publishes into a folder that is half gone. */
static void remove_folder(const struct config *c, const char *name)
{
    char path[4096], away[4096];

    snprintf(path, sizeof(path), "%s/%s", c->published, name);
    snprintf(away, sizeof(away), "%s/.gone-%08x", c->published, randombytes_random());
    if (name[0] != '.' && rename(path, away) != 0)
        return;
    nftw(name[0] == '.' ? path : away, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Files are not synchronised to the disk: after a crash of the machine some may be empty. So they live as long as its uptime. */
static bool booted_since(const struct config *c)
{
    char path[4096], now[64] = "", then[64] = "";
    FILE *f = fopen("/proc/sys/kernel/random/boot_id", "re");

    if (f) {
        now[fread(now, 1, sizeof(now) - 1, f)] = '\0';
        fclose(f);
    }
    snprintf(path, sizeof(path), "%s/.boot", c->published);
    f = fopen(path, "re");
    if (f) {
        then[fread(then, 1, sizeof(then) - 1, f)] = '\0';
        fclose(f);
    }
    if (strcmp(now, then) == 0)
        return false;
    return make_folders(path) && file_write(path, str_of(now), true);
}

/* PUBLISHED/current, the name by which web servers know the folder of this release: replaced in one step. */
static void point_current(const struct config *c)
{
    char link[4096], beside[4096];

    snprintf(link, sizeof(link), "%s/current", c->published);
    snprintf(beside, sizeof(beside), "%s/.current-%08x", c->published, randombytes_random());
    if (make_folders(link) && symlink(c->release, beside) == 0 && rename(beside, link) != 0)
        unlink(beside);
}

void file_sweep(const struct store *store, bool all)
{
    const struct config *c = &store->config;
    DIR *folder;
    struct dirent *entry;

    point_current(c);
    all = booted_since(c) || all;
    folder = opendir(c->published);
    while (folder && (entry = readdir(folder))) {
        bool gone = strncmp(entry->d_name, ".gone-", 6) == 0;
        bool other = entry->d_name[0] != '.' && strcmp(entry->d_name, c->release) != 0 && strcmp(entry->d_name, "current") != 0;

        if (gone || other || (all && strcmp(entry->d_name, c->release) == 0))
            remove_folder(c, entry->d_name);
    }
    if (folder)
        closedir(folder);
}
