/* import_charset.c: pages in any encoding as UTF-8. WHATWG Encoding: an encoding nobody knows, and ISO 8859-1, are windows-1252. */
#include "recipes/import_parts.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <unicode/ucnv.h>

#define LABEL_MAX 40
#define PRESCAN_BYTES 4096

/* The value behind "charset=" near the start, or empty. */
static struct str declared(struct str bytes)
{
    struct str head = { bytes.p, bytes.n < PRESCAN_BYTES ? bytes.n : PRESCAN_BYTES };
    size_t i = str_find(head, STR("charset=")), n = 0;

    if (i == SIZE_MAX)
        i = str_find(head, STR("encoding="));   /* XHTML's <?xml ... encoding="..."?> */
    if (i == SIZE_MAX)
        return (struct str){ 0 };
    i = (size_t)((const char *)memchr(head.p + i, '=', head.n - i) - head.p) + 1;
    while (i < head.n && strchr("\"' ", head.p[i]))
        i++;
    while (i + n < head.n && n < LABEL_MAX && (isalnum((unsigned char)head.p[i + n]) || strchr("-_:.", head.p[i + n])))
        n++;
    return (struct str){ head.p + i, n };
}

static const char *converter_name(struct arena *scratch, struct str label)
{
    static const char *const never[] = { "utf-7", "utf7", "scsu", "bocu-1", "cesu-8", "imap-mailbox-name", "utf-16", "utf-32" };
    static const char *const latin1[] = { "iso-8859-1", "latin1", "iso8859-1", "us-ascii", "ascii", "l1" };

    for (size_t i = 0; i < ARRAY_LEN(never); i++) {
        if (str_equal_nocase(label, str_of(never[i])))
            return "windows-1252";
    }
    for (size_t i = 0; i < ARRAY_LEN(latin1); i++) {
        if (label.n == 0 || str_equal_nocase(label, str_of(latin1[i])))
            return "windows-1252";
    }
    return arena_str(scratch, label);
}

static void close_converter(void *c)
{
    ucnv_close(c);
}

static struct str convert(struct arena *scratch, struct str bytes, const char *name)
{
    UErrorCode e = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &e);
    size_t room = bytes.n * 3 + 16;
    char *out;
    int32_t n;

    if (U_FAILURE(e)) {
        e = U_ZERO_ERROR;
        from = ucnv_open("windows-1252", &e);
    }
    if (U_FAILURE(e))
        return bytes;
    arena_defer(scratch, close_converter, from);
    out = arena_alloc(scratch, room);
    n = ucnv_toAlgorithmic(UCNV_UTF8, from, out, (int32_t)room, bytes.p, (int32_t)bytes.n, &e);
    return U_FAILURE(e) || n < 0 ? bytes : (struct str){ out, (size_t)n < room ? (size_t)n : room };
}

static struct str replace_malformed(struct arena *scratch, struct str bytes)
{
    struct buf out;
    uint32_t c;

    buf_init(&out, scratch, 3 * bytes.n + 1);
    while ((c = utf8_next(&bytes)) != UINT32_MAX) {
        char utf8[4];

        buf_put(&out, utf8, utf8_put(c, utf8));
    }
    return buf_str(&out);
}

static struct str decode(struct arena *scratch, struct str bytes)
{
    struct str label;

    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        return (struct str){ bytes.p + 3, bytes.n - 3 };
    if (str_starts(bytes, STR("\xFF\xFE")))
        return convert(scratch, (struct str){ bytes.p + 2, bytes.n - 2 }, "UTF-16LE");
    if (str_starts(bytes, STR("\xFE\xFF")))
        return convert(scratch, (struct str){ bytes.p + 2, bytes.n - 2 }, "UTF-16BE");
    /* What is valid UTF-8 is UTF-8, whatever the page says: a page saved or pasted by a browser keeps its old label. */
    if (utf8_valid(bytes))
        return bytes;
    label = declared(bytes);
    if (str_equal_nocase(label, STR("utf-8")) || str_equal_nocase(label, STR("utf8")))
        return bytes;
    return convert(scratch, bytes, converter_name(scratch, label));
}

struct str charset_to_utf8(struct arena *scratch, struct str bytes)
{
    struct str text = decode(scratch, bytes);

    return utf8_valid(text) ? text : replace_malformed(scratch, text);
}
