#include "server.h"

#include "store/db.h"
#include "store/migrate.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_MS 20000

static char root[120];           /* of the run */
static pid_t runner;             /* the process that runs the tests */

/* -- folders -- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_tree(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_root(void)
{
    if (getpid() == runner)
        remove_tree(root);
}

/* Memory is quicker than a disk, where there is enough of it. */
static const char *base_folder(void)
{
    struct statvfs fs;

    if (getenv("TMPDIR"))
        return getenv("TMPDIR");
    if (access("/dev/shm", W_OK) == 0 && statvfs("/dev/shm", &fs) == 0 && fs.f_bavail * fs.f_bsize > (2UL << 30))
        return "/dev/shm";
    return "/tmp";
}

__attribute__((constructor)) static void name_root(void)
{
    runner = getpid();
    snprintf(root, sizeof(root), "%.80s/midway-test-%d", base_folder(), (int)runner);
    atexit(remove_root);
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        printf("%s: %s\n", path, strerror(errno));
        abort();
    }
}

const char *test_folder(void)
{
    static char path[180];

    snprintf(path, sizeof(path), "%s/%d", root, (int)getpid());
    make_folder(root);
    make_folder(path);
    return path;
}

void test_write_file(const char *path, const char *text)
{
    char folder[512];
    FILE *f;

    snprintf(folder, sizeof(folder), "%s", path);
    for (char *at = strchr(folder + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = '\0';
        make_folder(folder);
        *at = '/';
    }
    f = fopen(path, "we");
    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    fputs(text, f);
    CU_ASSERT_EQUAL_FATAL(fclose(f), 0);
}

const char *test_source(const char *name)
{
    static char path[1024];

    snprintf(path, sizeof(path), "%s/%s", TOP_SRCDIR, name);
    return path;
}

/* -- processes -- */

static void quiet(const char *log)
{
    int null = open("/dev/null", O_RDWR), out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);

    dup2(null, 0);
    dup2(out < 0 ? null : out, 1);
    dup2(out < 0 ? null : out, 2);
    for (int fd = 3; fd < 256; fd++)
        close(fd);
}

/* Starts a program that dies with its parent. */
static pid_t spawn(const char *const argv[], const char *log)
{
    pid_t parent = getpid(), child = fork();

    if (child != 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    quiet(log);
    setsid();
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

static int run_program(const char *const argv[], const char *log)
{
    int status = -1;

    waitpid(spawn(argv, log), &status, 0);
    return status;
}

/* Does somebody listen there, and, where `greets`, say something? */
static bool answers(const char *path, bool greets)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct pollfd p = { .events = POLLIN };
    char byte;
    bool yes;

    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    p.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    yes = connect(p.fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
          (!greets || (poll(&p, 1, 500) == 1 && read(p.fd, &byte, 1) == 1));
    close(p.fd);
    return yes;
}

static void wait_until_ready(const struct test_server *s, bool greets)
{
    for (int i = 0; i < START_MS / 10; i++) {
        if (answers(s->socket, greets))
            return;
        usleep(10000);
    }
    printf("a server does not start, see %s/log\n", s->folder);
    abort();
}

void test_server_stop(struct test_server *server)
{
    if (server->pid <= 0)
        return;
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
    server->pid = 0;
    unlink(server->socket);
}

void test_pause(pid_t child)
{
    kill(child, SIGSTOP);
    waitpid(child, NULL, WUNTRACED);
}

/* -- MariaDB -- */

static const char *const install[] = {
    "mariadb-install-db", "--no-defaults", NULL /* --datadir */, "--auth-root-authentication-method=normal", "--skip-test-db",
    "--skip-name-resolve", "--innodb-log-file-size=4M", NULL /* --user=root */, NULL
};

static void install_into(const char *folder)
{
    const char *argv[ARRAY_LEN(install)];
    char datadir[400], log[400];

    memcpy(argv, install, sizeof(install));
    snprintf(datadir, sizeof(datadir), "--datadir=%s", folder);
    snprintf(log, sizeof(log), "%s.log", folder);
    argv[2] = datadir;
    argv[7] = geteuid() == 0 ? "--user=root" : NULL;
    if (run_program(argv, log) != 0)
        test_skip("mariadb-install-db does not work here");
}

/* An installed, empty data directory beside the test program: made once, then copied. */
static const char *template_folder(void)
{
    static char path[300];
    char own[250] = "", lock[320], made[320];
    int fd;

    if (readlink("/proc/self/exe", own, sizeof(own) - 1) < 0 || !strrchr(own, '/'))
        abort();
    *strrchr(own, '/') = '\0';
    snprintf(path, sizeof(path), "%s/mariadb-template", own);
    snprintf(lock, sizeof(lock), "%s.lock", path);
    snprintf(made, sizeof(made), "%s.new", path);
    fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    flock(fd, LOCK_EX);
    if (access(path, F_OK) != 0) {
        remove_tree(made);
        install_into(made);
        rename(made, path);
    }
    close(fd);
    return path;
}

static void copy_template(const char *to)
{
    const char *argv[] = { "cp", "-r", "--reflink=auto", template_folder(), to, NULL };

    if (run_program(argv, "/dev/null") != 0)
        abort();
}

static pid_t start_mariadbd(const struct test_server *s, const char *const *options)
{
    char datadir[280], socket[280], pid[280], log[280];
    const char *argv[40] = { "mariadbd", "--no-defaults", datadir, socket, pid, "--skip-name-resolve", "--skip-log-bin",
                     "--innodb-flush-log-at-trx-commit=0", "--innodb-log-file-size=4M", "--innodb-buffer-pool-size=24M",
                     "--innodb-doublewrite=0", "--innodb-use-native-aio=0", "--key-buffer-size=64K", "--max-connections=300",
                     "--performance-schema=OFF" };
    size_t n = 0;

    while (argv[n])
        n++;
    while (*options && n < ARRAY_LEN(argv) - 2)
        argv[n++] = *options++;
    argv[n] = geteuid() == 0 ? "--user=root" : NULL;

    snprintf(datadir, sizeof(datadir), "--datadir=%s/data", s->folder);
    snprintf(socket, sizeof(socket), "--socket=%s", s->socket);
    snprintf(pid, sizeof(pid), "--pid-file=%s/pid", s->folder);
    snprintf(log, sizeof(log), "%s/log", s->folder);
    setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
    return spawn(argv, log);
}

static void name_server(struct test_server *s, const char *parent, const char *name)
{
    snprintf(s->folder, sizeof(s->folder), "%.150s/%.40s", parent, name);
    snprintf(s->socket, sizeof(s->socket), "%.200s/sock", s->folder);
}

static void start_in(struct test_server *s, const char *const *options)
{
    char data[240];

    make_folder(s->folder);
    snprintf(data, sizeof(data), "%s/data", s->folder);
    if (access(data, F_OK) != 0)
        copy_template(data);
    s->pid = start_mariadbd(s, options);
    wait_until_ready(s, true);
}

static const char *const alone[] = { "--skip-networking", NULL };

struct test_server test_mariadb_start(void)
{
    return test_mariadb_start_with(alone);
}

struct test_server test_mariadb_start_with(const char *const *options)
{
    struct test_server s = { 0 };

    name_server(&s, test_folder(), "mariadb");
    start_in(&s, options);
    return s;
}

/* Keeps the shared server for as long as the test runner lives, and takes it and all folders along afterwards. */
static void keep(struct test_server *s)
{
    struct pollfd p = { .fd = (int)syscall(SYS_pidfd_open, runner, 0), .events = POLLIN };
    int watched = dup2(p.fd, 300);

    alarm(0);
    quiet("/dev/null");
    setsid();
    start_in(s, alone);
    p.fd = watched;
    while (poll(&p, 1, -1) < 0 && errno == EINTR)
        continue;
    kill(s->pid, SIGKILL);
    waitpid(s->pid, NULL, 0);
    remove_tree(root);
    _exit(0);
}

struct test_server test_mariadb_shared(void)
{
    struct test_server s = { 0 };

    make_folder(root);
    template_folder();           /* here, because only a test can be skipped */
    name_server(&s, root, "shared");
    if (!answers(s.socket, true) && fork() == 0)
        keep(&s);
    wait_until_ready(&s, true);
    return s;
}

const char *test_database_name(void)
{
    static char name[40];

    snprintf(name, sizeof(name), "t%d", (int)getpid());
    return name;
}

/* -- memcached -- */

struct test_server test_memcached_start(void)
{
    struct test_server s = { 0 };
    const char *argv[] = { "memcached", "-s", s.socket, "-m", "16", "-t", "2", "-U", "0", geteuid() == 0 ? "-u" : NULL, "root", NULL };
    static int number;
    char name[20], log[240];

    snprintf(name, sizeof(name), "memcached%d", number++);
    name_server(&s, test_folder(), name);
    make_folder(s.folder);
    snprintf(log, sizeof(log), "%s/log", s.folder);
    s.pid = spawn(argv, log);
    wait_until_ready(&s, false);
    return s;
}

/* -- a site -- */

struct test_site *test_site_open(const struct test_server *mariadb, const char *sql, const char *extra,
                                 const struct statement *const *const *owners, const size_t *counts, size_t owner_count)
{
    static int number;
    static struct arena arenas[16];          /* the sites of a test live until it ends */
    struct arena *arena = &arenas[number % 16];
    struct test_site *site;
    struct migrate_report report;
    const char *var, *error = "";
    bool made;

    arena_init(arena, (size_t)64 << 20);
    site = ARENA_NEW(arena, struct test_site);
    site->arena = arena;
    var = arena_printf(arena, "%s/var%d", test_folder(), number++);
    test_write_file(arena_printf(arena, "%s/midway.conf", var),
                    arena_printf(arena, "[paths]\nsql = %s\n[database]\ndurable = no\nsocket = %s\nname = %s\n%s\n",
                                 sql ? sql : test_source("sql"), mariadb->socket, test_database_name(), extra));
    made = config_load(arena, var, NULL, &site->store.config, &error) && migrate_run(arena, &site->store.config, &report, &error) &&
           (!owner_count || migrate_account(arena, &site->store.config, "test", owners, counts, owner_count, &error));
    if (!made) {
        printf("%s\n", error);
        CU_FAIL_FATAL("the site cannot be made");
    }
    site->store.db = db_open(&site->store.config, "test");
    site->store.module = "test";
    site->store.host = "testhost";
    return site;
}
