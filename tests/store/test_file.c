/* Published files: one writer, retraction against pages that are just being made, full disks, paths. */
#include "server.h"
#include "store/file.h"
#include "test.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena arena;
static struct store store;
static struct ctx cx;

static void open_store(void)
{
    arena_done(&arena);
    arena_init(&arena, 16 << 20);
    store.config.published = arena_printf(&arena, "%s/published", test_folder());
    store.config.release = "0123456789abcdef";
    ctx_init(&cx, &arena, &store, 8000);
}

static const char *file_of(const char *path)
{
    return arena_printf(&arena, "%s/%s%s", store.config.published, store.config.release, path);
}

static bool exists(const char *path)
{
    return access(file_of(path), F_OK) == 0;
}

static int made;
static char one[] = "1";
static volatile bool begun;

static enum err make(struct ctx *c, void *arg, struct str *ret)
{
    (void)c;
    __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
    *ret = str_of(arg);
    return OK;
}

static const char *publish(const char *path, const char *bytes)
{
    struct str got = { NULL, 0 };

    CU_ASSERT_EQUAL(file_publish(&cx, path, ".html", make, (void *)(uintptr_t)bytes, &got), OK);
    return arena_str(&arena, got);
}

TEST(a_page_is_made_once_and_read_afterwards)
{
    struct stat st;

    open_store();
    umask(0117);
    ASSERT_STR(publish("/recipes/soup", "1"), "1");
    CU_ASSERT_EQUAL(stat(file_of("/recipes/soup.html"), &st), 0);
    CU_ASSERT_EQUAL(st.st_mode & 0777, 0644);
    CU_ASSERT_EQUAL(stat(file_of("/recipes"), &st), 0);
    CU_ASSERT_EQUAL(st.st_mode & 0777, 0755);
    ASSERT_STR(publish("/recipes/soup", "2"), "1");
    CU_ASSERT_EQUAL(made, 1);
    CU_ASSERT_EQUAL(page_retract(&cx, "/recipes/soup"), OK);
    CU_ASSERT_FALSE(exists("/recipes/soup.html"));
    CU_ASSERT_EQUAL(page_retract(&cx, "/recipes/soup"), OK);
    ASSERT_STR(publish("/recipes/soup", "2"), "2");
    CU_ASSERT_FALSE(exists("/recipes/.soup.html.new"));
}

static int open_files(void)
{
    int n = 0;

    for (int fd = 0; fd < 200; fd++)
        n += fcntl(fd, F_GETFD) != -1;
    return n;
}

/* Reads a page that is there already, in an arena with this much room. */
static void read_with_room(size_t bytes)
{
    struct str got;
    jmp_buf full;

    arena.ceiling_bytes = arena.used_bytes + bytes;
    arena.escape = &full;
    if (setjmp(full) == 0)
        file_publish(&cx, "/recipes/soup", ".html", make, one, &got);
    arena.escape = NULL;
    arena.ceiling_bytes = 16 << 20;
}

TEST(a_full_arena_leaves_no_file_open)
{
    static char page[5000];
    struct arena_mark mark;
    int before;

    open_store();
    memset(page, 'x', sizeof(page) - 1);
    publish("/recipes/soup", page);
    mark = arena_mark(&arena);
    before = open_files();
    for (size_t bytes = 0; bytes < 7000; bytes += 16) {
        read_with_room(bytes);
        arena_rewind(&arena, mark);
    }
    CU_ASSERT_EQUAL(open_files(), before);
    CU_ASSERT_EQUAL(made, 1);
}

static enum err fail(struct ctx *c, void *arg, struct str *ret)
{
    (void)arg;
    (void)ret;
    return ctx_fail(c, ERR_NOT_FOUND, NULL, "no such soup");
}

TEST(an_error_publishes_nothing)
{
    struct str got;

    open_store();
    CU_ASSERT_EQUAL(file_publish(&cx, "/recipes/soup", ".html", fail, NULL, &got), ERR_NOT_FOUND);
    CU_ASSERT_FALSE(exists("/recipes/soup.html"));
    CU_ASSERT_FALSE(exists("/recipes/.soup.html.new"));
}

TEST(a_folder_is_retracted_whole)
{
    open_store();
    publish("/recipes/img/a/64.png", "1");
    publish("/recipes/img/a/128.png", "1");
    publish("/recipes/img/b/64.png", "1");
    CU_ASSERT_EQUAL(page_retract(&cx, "/recipes/img/a/"), OK);
    CU_ASSERT_FALSE(exists("/recipes/img/a/64.png.html"));
    CU_ASSERT_FALSE(exists("/recipes/img/a/128.png.html"));
    CU_ASSERT_TRUE(exists("/recipes/img/b/64.png.html"));
    CU_ASSERT_EQUAL(page_retract(&cx, "/recipes/img/a/"), OK);      /* nothing is there any more */
    ASSERT_STR(publish("/recipes/img/a/64.png", "2"), "2");
    CU_ASSERT_EQUAL(page_retract(&cx, "/"), ERR_MALFORMED);
    CU_ASSERT_EQUAL(page_retract(&cx, "/../"), ERR_MALFORMED);
}

/* Who asks for what does not exist must not fill the disk with folders. */
TEST(an_error_leaves_no_folder)
{
    struct str got;

    open_store();
    publish("/recipes/soup", "1");
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(file_publish(&cx, i ? "/recipes/img/none/1.webp" : "/other/none/1", "", fail, NULL, &got), ERR_NOT_FOUND);
    CU_ASSERT_FALSE(exists("/recipes/img"));
    CU_ASSERT_FALSE(exists("/other"));
    CU_ASSERT_TRUE(exists("/recipes/soup.html"));
    CU_ASSERT_EQUAL(file_publish(&cx, "/none", "", fail, NULL, &got), ERR_NOT_FOUND);
    CU_ASSERT_TRUE(exists(""));
    ASSERT_STR(publish("/recipes/img/some/1.webp", "2"), "2");
    CU_ASSERT_TRUE(exists("/recipes/img/some/1.webp.html"));
}

TEST(paths_stay_in_the_folder)
{
    static const char *const bad[] = { "", "soup", "/../soup", "/recipes/../../soup", "/recipes/..", "/recipes/.hidden", "//soup",
                                       "/recipes//", "/recipes/a b", "/recipes/a\\b", "/recipes/a\nb", "/." };
    char longest[700];

    open_store();
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ASSERT_STR(publish(bad[i], "made"), "made");
        CU_ASSERT_EQUAL(page_retract(&cx, bad[i]), ERR_MALFORMED);
    }
    memset(longest, 'a', sizeof(longest));
    longest[0] = '/';
    longest[sizeof(longest) - 1] = '\0';
    ASSERT_STR(publish(longest, "made"), "made");
    CU_ASSERT_EQUAL(made, (int)ARRAY_LEN(bad) + 1);
    CU_ASSERT_NOT_EQUAL(access(store.config.published, F_OK), 0);      /* nothing was written at all */
}

/* -- several at once -- */

static enum err make_slowly(struct ctx *c, void *arg, struct str *ret)
{
    begun = true;
    usleep(100000);
    return make(c, arg, ret);
}

static void *publish_slowly(void *arg)
{
    struct arena own;
    struct ctx c;
    struct str got = { NULL, 0 };
    intptr_t first;

    arena_init(&own, 1 << 20);
    ctx_init(&c, &own, &store, 8000);
    file_publish(&c, "/recipes/soup", ".html", make_slowly, arg, &got);
    first = got.n == 1 ? got.p[0] : 0;
    arena_done(&own);
    return (void *)first;
}

/* Until another process makes the page: it may be slow to begin. */
static void wait_until_begun(void)
{
    for (int i = 0; i < 5000 && !exists("/recipes/.soup.html.new"); i++)
        usleep(1000);
}

TEST(a_picture_begun_before_its_folder_is_retracted_is_not_published)
{
    pid_t child;

    open_store();
    child = fork();
    if (child == 0) {
        publish_slowly(one);
        _exit(0);
    }
    wait_until_begun();
    usleep(20000);
    page_retract(&cx, "/recipes/");
    waitpid(child, NULL, 0);
    CU_ASSERT_FALSE(exists("/recipes/soup.html"));
}

TEST(a_crowd_makes_a_page_once)
{
    pthread_t threads[20];
    void *got;

    open_store();
    for (int i = 0; i < 20; i++)
        pthread_create(&threads[i], NULL, publish_slowly, one);
    for (int i = 0; i < 20; i++) {
        pthread_join(threads[i], &got);
        CU_ASSERT_EQUAL((intptr_t)got, '1');
    }
    CU_ASSERT_EQUAL(made, 1);
}

TEST(a_page_that_is_being_made_is_not_published_after_a_retraction)
{
    pthread_t thread;
    int64_t begin;

    open_store();
    pthread_create(&thread, NULL, publish_slowly, one);
    while (!begun)
        usleep(1000);
    begin = clock_mono_us();
    page_retract(&cx, "/recipes/soup");
    CU_ASSERT_TRUE(clock_mono_us() - begin < 20000);       /* a save does not wait for a page */
    pthread_join(thread, NULL);
    CU_ASSERT_FALSE(exists("/recipes/soup.html"));
    ASSERT_STR(publish("/recipes/soup", "2"), "2");
    CU_ASSERT_TRUE(exists("/recipes/soup.html"));
}

/* Stopped between reading and rename(), wherever that is. */
TEST_LIMIT(a_process_that_was_stopped_publishes_nothing_old, 30)
{
    for (int delay_us = 100; delay_us < 60000; delay_us += 2500) {
        int64_t begin;
        pid_t child;

        open_store();
        child = fork();
        if (child == 0) {
            publish_slowly(one);
            _exit(0);
        }
        wait_until_begun();
        usleep(80000 + (useconds_t)delay_us);
        test_pause(child);
        page_retract(&cx, "/recipes/soup");
        CU_ASSERT_FALSE(exists("/recipes/soup.html"));
        begin = clock_mono_us();
        if (delay_us == 100) {
            ASSERT_STR(publish("/recipes/soup", "2"), "2");     /* gives up waiting for the lock */
            CU_ASSERT_TRUE(clock_mono_us() - begin < 3000000);
        }
        kill(child, SIGCONT);
        waitpid(child, NULL, 0);
        if (exists("/recipes/soup.html"))
            ASSERT_STR(publish("/recipes/soup", "3"), "2");
        page_retract(&cx, "/recipes/soup");
    }
}

TEST(a_process_that_died_leaves_no_trouble)
{
    pid_t child;

    open_store();
    child = fork();
    if (child == 0) {
        publish_slowly(one);
        _exit(0);
    }
    wait_until_begun();
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    CU_ASSERT_TRUE(exists("/recipes/.soup.html.new"));
    ASSERT_STR(publish("/recipes/soup", "2"), "2");
    CU_ASSERT_TRUE(exists("/recipes/soup.html"));
    CU_ASSERT_FALSE(exists("/recipes/.soup.html.new"));
}

/* -- trouble with the disk -- */

static enum err make_large(struct ctx *c, void *arg, struct str *ret)
{
    (void)arg;
    ret->n = 1 << 20;
    ret->p = arena_alloc(c->arena, ret->n);
    return OK;
}

static void on_full_disk(void)
{
    struct str got = { NULL, 0 };

    CU_ASSERT_EQUAL(file_publish(&cx, "/recipes/soup", ".html", make_large, NULL, &got), OK);
    CU_ASSERT_EQUAL(got.n, 1 << 20);
    CU_ASSERT_FALSE(exists("/recipes/soup.html"));
    CU_ASSERT_FALSE(exists("/recipes/.soup.html.new"));
    CU_ASSERT_FALSE(file_write(arena_printf(&arena, "%s/x", store.config.published), got, true));
    CU_ASSERT_EQUAL(errno, ENOSPC);
    CU_ASSERT_NOT_EQUAL(access(arena_printf(&arena, "%s/x", store.config.published), F_OK), 0);
    ASSERT_STR(publish("/recipes/small", "1"), "1");
    CU_ASSERT_TRUE(exists("/recipes/small.html"));
}

TEST(a_full_disk_leaves_no_half_page)
{
    open_store();
    mkdir(store.config.published, 0755);
    if (mount("tmpfs", store.config.published, "tmpfs", 0, "size=512k") != 0)
        test_skip("mounting needs root");
    on_full_disk();
    umount2(store.config.published, MNT_DETACH);
}

TEST(a_folder_that_cannot_be_written_still_answers)
{
    open_store();
    test_write_file(store.config.published, "a file in its place");
    ASSERT_STR(publish("/recipes/soup", "1"), "1");
}

/* -- sweeping -- */

TEST(sweeping_removes_other_releases)
{
    open_store();
    publish("/recipes/soup", "1");
    test_write_file(arena_printf(&arena, "%s/fedcba9876543210/recipes/soup.html", store.config.published), "old");
    file_sweep(&store, false);               /* the first time: nobody knows how old the files are */
    CU_ASSERT_FALSE(exists("/recipes/soup.html"));
    publish("/recipes/soup", "1");
    test_write_file(arena_printf(&arena, "%s/fedcba9876543210/recipes/soup.html", store.config.published), "old");
    file_sweep(&store, false);
    CU_ASSERT_TRUE(exists("/recipes/soup.html"));
    CU_ASSERT_EQUAL(access(arena_printf(&arena, "%s/current/recipes/soup.html", store.config.published), F_OK), 0);
    CU_ASSERT_NOT_EQUAL(access(arena_printf(&arena, "%s/fedcba9876543210", store.config.published), F_OK), 0);
    file_sweep(&store, true);
    CU_ASSERT_FALSE(exists("/recipes/soup.html"));
    ASSERT_STR(publish("/recipes/soup", "2"), "2");
    test_write_file(arena_printf(&arena, "%s/.boot", store.config.published), "another start");
    file_sweep(&store, false);
    CU_ASSERT_FALSE(exists("/recipes/soup.html"));
}

TEST(files_are_written_whole)
{
    char *path, *text;

    open_store();
    path = arena_printf(&arena, "%s/f", test_folder());
    CU_ASSERT_TRUE(file_write(path, STR("one"), true));
    CU_ASSERT_TRUE(file_write(path, STR("two"), false));
    text = test_read_file(path, NULL);
    ASSERT_STR(text, "two");
    free(text);
    CU_ASSERT_FALSE(file_write(arena_printf(&arena, "%s/no/f", test_folder()), STR("x"), false));
    CU_ASSERT_EQUAL(errno, ENOENT);
}
