/* Runs each test in a process of its own under a time limit. Arguments: patterns;
   a test runs when its file or name contains one. */
#include "test.h"

#include <CUnit/TestRun.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SKIPPED 77

struct test {
    const char *file, *name;
    void (*run)(void);
    int limit_s;
};

static struct test tests[2048];
static size_t test_count;

void test_register(const char *file, const char *name, void (*run)(void), int limit_s)
{
    if (test_count == sizeof(tests) / sizeof(tests[0]))
        abort();
    tests[test_count++] = (struct test){ file, name, run, limit_s };
}

void test_skip(const char *reason)
{
    printf("skipped: %s\n", reason);
    fflush(stdout);
    _exit(SKIPPED);
}

const char *test_data(const char *name)
{
    static char path[4096];
    const char *root = getenv("MIDWAY_TEST_DATA");

    snprintf(path, sizeof(path), "%s/%s", root ? root : "../shared/data", name);
    if (access(path, R_OK) != 0)
        test_skip("no test data");
    return path;
}

char *test_read_file(const char *path, size_t *ret_len)
{
    FILE *f = fopen(path, "rb");
    char *data = NULL;
    size_t len = 0, cap = 0, n = 1;

    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    while (n > 0) {
        if (cap - len < 65536)
            data = realloc(data, cap = cap * 2 + 131072);
        n = fread(data + len, 1, cap - len - 1, f);
        len += n;
    }
    fclose(f);
    data[len] = '\0';
    if (ret_len)
        *ret_len = len;
    return data;
}

char *test_at_end(size_t n, size_t before_end)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *p = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    CU_ASSERT_FATAL(p != MAP_FAILED && n + before_end <= 2 * page && mprotect(p + 2 * page, page, PROT_NONE) == 0);
    return p + 2 * page - before_end - n;
}

long long test_cpu_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

void test_equal_str(const char *file, int line, const char *got, const char *expected)
{
    bool equal = got && expected && strcmp(got, expected) == 0;

    if (!equal)
        printf("%s:%d:\n  got      %s\n  expected %s\n", file, line, got ? got : "(null)", expected ? expected : "(null)");
    CU_assertImplementation(equal, (unsigned)line, "equal strings", file, "", CU_FALSE);
}

static void in_child(const struct test *t)
{
    CU_pSuite suite;
    CU_pFailureRecord f;

    alarm((unsigned)t->limit_s);
    if (CU_initialize_registry() != CUE_SUCCESS || !(suite = CU_add_suite("test", NULL, NULL)) ||
        !CU_add_test(suite, t->name, t->run))
        _exit(2);
    CU_run_all_tests();
    for (f = CU_get_failure_list(); f; f = f->pNext)
        printf("%s:%u: %s\n", f->strFileName ? f->strFileName : t->file, f->uiLineNumber, f->strCondition ? f->strCondition : "");
    fflush(stdout);
    exit(CU_get_number_of_failures() ? 1 : 0);
}

static bool selected(const struct test *t, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strstr(t->file, argv[i]) || strstr(t->name, argv[i]))
            return true;
    }
    return argc < 2;
}

/* Exit status of the test, or -signal. */
static int run(const struct test *t)
{
    int status;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0)
        in_child(t);
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return 2;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0, skipped = 0;

    for (size_t i = 0; i < test_count; i++) {
        int status;

        if (!selected(&tests[i], argc, argv))
            continue;
        status = run(&tests[i]);
        passed += status == 0;
        skipped += status == SKIPPED;
        failed += status != 0 && status != SKIPPED;
        if (status == -SIGALRM)
            printf("FAILED %s %s: over its limit of %d s\n", tests[i].file, tests[i].name, tests[i].limit_s);
        else if (status != 0 && status != SKIPPED)
            printf("FAILED %s %s (%d)\n", tests[i].file, tests[i].name, status);
    }
    printf("check: %d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed ? 1 : 0;
}
