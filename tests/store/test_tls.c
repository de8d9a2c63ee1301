/* A remote MariaDB is spoken to over TLS, with a certificate that was checked, or not at all. */
#include "things.h"

#include "store/db_internal.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static struct arena arena;
static const char *folder;
static char host[200];
static int port;

static void shell(const char *command)
{
    char full[1200];

    snprintf(full, sizeof(full), "cd %s && (%s) >/dev/null 2>&1", folder, command);
    if (system(full) != 0)
        test_skip("openssl cannot make certificates here");
}

static void make_certificates(void)
{
    char command[900];

    shell("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem");
    shell("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout other.key -out other.pem");
    snprintf(command, sizeof(command),
             "echo subjectAltName=DNS:%s > san && openssl req -newkey rsa:2048 -nodes -subj /CN=%s -keyout key.pem -out csr && "
             "openssl x509 -req -in csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out cert.pem", host, host);
    shell(command);
}

/* A port that was free a moment ago. */
static int free_port(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET };
    socklen_t n = sizeof(a);
    int fd = socket(AF_INET, SOCK_STREAM, 0), found;

    found = bind(fd, (struct sockaddr *)&a, n) == 0 && getsockname(fd, (struct sockaddr *)&a, &n) == 0 ? ntohs(a.sin_port) : 0;
    close(fd);
    return found;
}

static void add_remote_root(const struct test_server *s)
{
    MYSQL *root = mysql_init(NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(mysql_real_connect(root, NULL, "root", "", NULL, 0, s->socket, 0));
    CU_ASSERT_EQUAL(mysql_query(root, "CREATE USER root@'%'"), 0);
    CU_ASSERT_EQUAL(mysql_query(root, "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION"), 0);
    mysql_close(root);
}

static struct test_server start(bool tls)
{
    const char *with[] = { "--bind-address=0.0.0.0", arena_printf(&arena, "--port=%d", port),
                           arena_printf(&arena, "--ssl-ca=%s/ca.pem", folder), arena_printf(&arena, "--ssl-cert=%s/cert.pem", folder),
                           arena_printf(&arena, "--ssl-key=%s/key.pem", folder), NULL };
    struct test_server s;

    if (!tls)
        with[2] = NULL;
    s = test_mariadb_start_with(with);
    return s;
}

/* The cipher of a connection, or "" and the reason. */
static const char *cipher(const char *ca, const char **ret_error)
{
    const char *name = "";
    struct config c;
    MYSQL *mysql;

    test_write_file(arena_printf(&arena, "%s/midway.conf", folder),
                    arena_printf(&arena, "[database]\nhost = %s\nport = %d\ntls_ca = %s\nname = mysql\n", host, port, ca));
    CU_ASSERT_TRUE_FATAL(config_load(&arena, folder, NULL, &c, ret_error));
    mysql = pool_connect(&arena, &c, "root", 5, false, ret_error);
    if (mysql)
        name = arena_strdup(&arena, mysql_get_ssl_cipher(mysql) ? mysql_get_ssl_cipher(mysql) : "");
    if (mysql)
        mysql_close(mysql);
    return name;
}

TEST_LIMIT(a_remote_database_is_verified, 60)
{
    const char *error = "";
    struct test_server s;

    folder = test_folder();
    arena_init(&arena, 1 << 20);
    if (gethostname(host, sizeof(host) - 1) != 0 || strcmp(host, "localhost") == 0)
        test_skip("this machine has no name");
    make_certificates();
    port = free_port();
    s = start(true);
    add_remote_root(&s);
    CU_ASSERT_STRING_NOT_EQUAL(cipher("ca.pem", &error), "");
    ASSERT_STR(cipher("other.pem", &error), "");           /* a stranger's certificate */
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "TLS"));
    test_server_stop(&s);
    s = start(false);
    ASSERT_STR(cipher("ca.pem", &error), "");              /* no TLS at all */
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "TLS"));
    test_server_stop(&s);
}
