/* test.h: a test is a function under TEST(); tests/main.c finds it by itself and runs it in a process of its own. */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <CUnit/CUnit.h>

/* Defines and registers a test with a limit of 10 seconds; CU_ASSERT... inside. */
#define TEST(NAME) TEST_LIMIT(NAME, 10)
/* The same with a limit in seconds. */
#define TEST_LIMIT(NAME, SECONDS)                                                              \
    static void NAME(void);                                                                    \
    __attribute__((constructor)) static void register_##NAME(void)                             \
    {                                                                                          \
        test_register(__FILE__, #NAME, NAME, (SECONDS));                                       \
    }                                                                                          \
    static void NAME(void)

void test_register(const char *file, const char *name, void (*run)(void), int limit_s);
/* Ends the running test as skipped. */
void test_skip(const char *reason) __attribute__((noreturn));
/* Path of a file of the test data, or skips where this checkout has none. Static buffer, overwritten by the next call. */
const char *test_data(const char *name);
/* A whole file, terminated by NUL; freed by nobody (a test is a process). Fails the test where it cannot be read. */
char *test_read_file(const char *path, size_t *ret_len);
/* `n` bytes, at most a page, that end `before_end` bytes before a page that nobody may touch. Freed by nobody. */
char *test_at_end(size_t n, size_t before_end);
/* Microseconds of this thread's processor time, for tests that something is linear. */
long long test_cpu_us(void);

#define ASSERT_STR(GOT, EXPECTED) test_equal_str(__FILE__, __LINE__, (GOT), (EXPECTED))
void test_equal_str(const char *file, int line, const char *got, const char *expected);

#endif
