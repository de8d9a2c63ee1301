/* midway.conf: values, standards, mistakes with file and line; the release. */
#include "test.h"

#include "server.h"

static struct arena arena;

static bool load(const char *text, struct config *ret, const char **ret_error)
{
    const char *folder = test_folder();

    arena_done(&arena);
    arena_init(&arena, 1 << 20);
    test_write_file(arena_printf(&arena, "%s/midway.conf", folder), text);
    return config_load(&arena, folder, NULL, ret, ret_error);
}

TEST(values_and_standards)
{
    const char *error = "", *folder = test_folder();
    struct config c;
    struct buf out;

    CU_ASSERT_TRUE_FATAL(load("; comment\n[site]\nname = Caf\xc3\xa9\nurl = https://midway.example/\ncolour = #00FF7f\n"
                              "[modules]\nrecipes = no\ndrawings = no\n[drawings]\npublish = after_approval\n"
                              "[database]\nsocket = db/sock\npool = 3\n[server]\nrequest_ms=500\n"
                              "[paths]\nwww = /srv/www\n", &c, &error));
    ASSERT_STR(c.var, folder);
    ASSERT_STR(c.site_name, "Caf\xc3\xa9");
    ASSERT_STR(c.site_url, "https://midway.example");
    ASSERT_STR(c.site_colour, "#00FF7f");
    ASSERT_STR(c.site_currency, "EUR");
    CU_ASSERT_TRUE(c.site_https);
    ASSERT_STR(c.db_socket, arena_printf(&arena, "%s/db/sock", folder));
    ASSERT_STR(c.published, arena_printf(&arena, "%s/published", folder));
    ASSERT_STR(c.www, "/srv/www");
    CU_ASSERT_EQUAL(c.db_pool, 3);
    CU_ASSERT_EQUAL(c.request_ms, 500);
    CU_ASSERT_EQUAL(c.threads, 8);
    ASSERT_STR(c.modules, " staff ");
    CU_ASSERT_TRUE(c.publish_after_approval);
    CU_ASSERT_FALSE(config_has_module(&c, "recipes"));
    CU_ASSERT_TRUE(config_has_module(&c, "staff"));
    CU_ASSERT_EQUAL(strlen(c.release), 16);
    buf_init(&out, &arena, 1 << 16);
    config_print(&c, &out);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&out), "[modules]\n# the recipe collection\nrecipes = no\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&out), "\npool = 3\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&out), "\npublish = after_approval\n"));
    test_write_file(c.file, buf_text(&out));      /* what is printed can be read again */
    CU_ASSERT_TRUE(config_load(&arena, folder, NULL, &c, &error));
    ASSERT_STR(c.site_url, "https://midway.example");
}

TEST(an_empty_file_is_a_site)
{
    const char *error = "";
    struct config c;

    CU_ASSERT_TRUE_FATAL(load("", &c, &error));
    ASSERT_STR(c.site_url, "http://127.0.0.1:8080");
    ASSERT_STR(c.modules, " recipes drawings staff ");
    CU_ASSERT_FALSE(c.publish_after_approval);
    CU_ASSERT_FALSE(c.site_https);
    CU_ASSERT_TRUE(load("[cache]\nservers = a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p\n", &c, &error));
}

static const char *const mistakes[][2] = {
    { "[site]\nname=A\ncolor = red\n", ":3: unknown key 'color' in section [site]" },
    { "[sites]\nname=A\n", ":2: unknown key 'name' in section [sites]" },
    { "[site]\n\n\nname\n", ":4: neither [section] nor key = value" },
    { "[site]\nname=A\nname=B\n", ":3: [site] name is there twice" },
    { "[database]\npool = 0\n", ":2: [database] pool must be a number from 1 to 256" },
    { "[database]\npool = many\n", ":2: [database] pool must be a number from 1 to 256" },
    { "[site]\ninsecure = maybe\n", ":2: [site] insecure must be yes or no" },
    { "[site]\nname =\n", ":2: [site] name must have 1 to 60 characters" },
    { "[site]\ncolour = #12345x\n", ": [site] colour must look like #b3401f" },
    { "[site]\nurl = ftp://x.example\n", ": [site] url must begin with https:// or http://" },
    { "[site]\nurl = http://x.example\n", ": [site] url: plain http sends passwords in the open" },
    { "[site]\nurl = http://127.0.0.1.example\n", ": [site] url: plain http sends passwords in the open" },
    { "[site]\ntimezone = Mars/Base\n", ": [site] timezone 'Mars/Base' is not known here" },
    { "[site]\ntimezone = ../zoneinfo/UTC\n", ": [site] timezone '../zoneinfo/UTC' is not known here" },
    { "[site]\ncurrency = eur\n", ": [site] currency must be three capital letters" },
    { "[cache]\nservers = a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\n", ": [cache] servers may be at most 16" },
    { "[database]\nname = a;b\n", ": [database] name may have small letters, digits and _ only" },
};

TEST(mistakes_name_file_and_line)
{
    for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
        const char *error = "";
        struct config c;
        char expected[400];

        CU_ASSERT_FALSE(load(mistakes[i][0], &c, &error));
        snprintf(expected, sizeof(expected), "%s/midway.conf%s", test_folder(), mistakes[i][1]);
        if (strncmp(error, expected, strlen(expected)) != 0)
            ASSERT_STR(error, expected);
    }
}

TEST(a_line_that_is_too_long_is_told)
{
    char text[400] = "[site]\nname = ";
    const char *error = "";
    struct config c;

    memset(text + strlen(text), 'x', 300);
    CU_ASSERT_FALSE(load(text, &c, &error) && strlen(c.site_name) != 300);
    CU_ASSERT_PTR_NOT_NULL(strstr(error, ":2: "));
}

TEST(no_file_no_folder)
{
    const char *error = "";
    struct config c;

    arena_init(&arena, 1 << 20);
    CU_ASSERT_FALSE(config_load(&arena, "/nowhere/at/all", NULL, &c, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "/nowhere/at/all"));
    CU_ASSERT_FALSE(config_load(&arena, test_folder(), "/nowhere/midway.conf", &c, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "/nowhere/midway.conf"));
}

TEST(the_release_changes_with_what_is_installed)
{
    const char *folder = test_folder(), *error = "";
    char text[1000], first[17];
    struct config c;

    snprintf(text, sizeof(text), "[paths]\ntemplates = templates\nwww = www\nsql = sql\nlibexec = bin\n");
    arena_init(&arena, 1 << 20);
    test_write_file(arena_printf(&arena, "%s/templates/recipes/show.html", folder), "a");
    test_write_file(arena_printf(&arena, "%s/bin/x.fcgi", folder), "program");
    CU_ASSERT_TRUE_FATAL(load(text, &c, &error));
    snprintf(first, sizeof(first), "%s", c.release);
    test_write_file(arena_printf(&arena, "%s/bin/x.o", folder), "not a program");
    CU_ASSERT_TRUE_FATAL(load(text, &c, &error));
    ASSERT_STR(c.release, first);
    test_write_file(arena_printf(&arena, "%s/templates/recipes/show.html", folder), "b");
    CU_ASSERT_TRUE_FATAL(load(text, &c, &error));
    CU_ASSERT_STRING_NOT_EQUAL(c.release, first);
    snprintf(first, sizeof(first), "%s", c.release);
    test_write_file(arena_printf(&arena, "%s/bin/x.fcgi", folder), "Program");
    CU_ASSERT_TRUE_FATAL(load(text, &c, &error));
    CU_ASSERT_STRING_NOT_EQUAL(c.release, first);
}
