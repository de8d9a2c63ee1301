#include "store/release.h"

#include "base/hash.h"

#include <dirent.h>
#include <sodium.h>
#include <sys/stat.h>

typedef crypto_hash_sha256_state sha256;

static void add_file(sha256 *sum, const char *path)
{
    unsigned char bytes[16384];
    FILE *f = fopen(path, "re");
    size_t n;

    if (!f)
        return;
    while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
        crypto_hash_sha256_update(sum, bytes, n);
    fclose(f);
}

static bool wanted(const char *name, const char *suffix)
{
    return name[0] != '.' && (!suffix || str_ends(str_of(name), str_of(suffix)));
}

/* Adds the files below `path` whose names end with `suffix` (NULL: all), sorted by name; folders within folders too without a suffix. */
static void add_folder(struct arena *arena, sha256 *sum, const char *path, const char *suffix)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *full = arena_printf(arena, "%s/%s", path, name);
        struct stat st;

        if (wanted(name, suffix) && stat(full, &st) == 0) {
            crypto_hash_sha256_update(sum, (const unsigned char *)name, strlen(name) + 1);
            if (S_ISREG(st.st_mode))
                add_file(sum, full);
            else if (S_ISDIR(st.st_mode) && !suffix)
                add_folder(arena, sum, full, suffix);
        }
        free(entries[i]);
    }
    free(entries);
}

const char *release_hash(struct arena *arena, const struct config *c)
{
    struct hash h;
    char *hex;
    sha256 sum;

    crypto_hash_sha256_init(&sum);
    add_folder(arena, &sum, c->libexec, ".fcgi");
    add_folder(arena, &sum, c->templates, NULL);
    add_folder(arena, &sum, c->www, NULL);
    add_folder(arena, &sum, c->sql, NULL);
    add_file(&sum, c->file);
    crypto_hash_sha256_final(&sum, h.b);
    hex = arena_alloc(arena, HASH_HEX_SIZE);
    hash_hex(h, hex);
    hex[16] = '\0';
    return hex;
}
