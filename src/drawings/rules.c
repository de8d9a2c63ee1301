/* rules.c: who may do what with a drawing, and the words that come with it. */
#include "drawings/drawings.h"

#include "base/utf8.h"

bool drawing_is_staff(const struct principal *p)
{
    return p->kind == PRINCIPAL_ACCOUNT && p->role >= ROLE_EDITOR;
}

bool edit_token_is_good(const char *token)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    return strlen(token) == EDIT_TOKEN_LENGTH && strspn(token, letters) == EDIT_TOKEN_LENGTH;
}

bool drawing_is_own(const struct principal *p, const struct drawings_stored_row *row)
{
    struct hash sent, kept;

    if (p->kind != PRINCIPAL_ANONYMOUS && id_equal(p->id, row->owner_id))
        return true;
    if (!p->edit_token || row->edit_token_hash.n != HASH_BYTES)
        return false;
    sent = hash_sha256(str_of(p->edit_token));
    memcpy(kept.b, row->edit_token_hash.p, HASH_BYTES);
    return hash_equal(sent, kept);
}

bool drawing_may_see(const struct principal *p, const struct drawings_stored_row *row)
{
    return row->listed || drawing_is_own(p, row) || drawing_is_staff(p);
}

const char *drawing_state(const struct drawings_stored_row *row)
{
    if (row->hidden)
        return "hidden";
    if (!row->is_public)
        return "private";
    return row->approved ? "shown" : "waiting";
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

bool drawing_stays_approved(const struct drawings_stored_row *row, const struct drawings_set_details_in *in)
{
    bool same_words = same_text(row->title, in->title) && same_text(row->author, in->author) && same_text(row->tags, in->tags);

    return same_words && (row->is_public || !in->is_public);
}

static bool has(const char *const *tags, size_t count, const char *tag)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tags[i], tag) == 0)
            return true;
    }
    return false;
}

bool tags_split(struct arena *a, struct str text, const char ***ret, size_t *ret_count, const char **ret_why)
{
    const char **tags = ARENA_ARRAY(a, TAGS_MAX, const char *);
    size_t count = 0;

    while (text.p && text.n) {
        struct str one = str_trim(str_next(&text, ','));
        const char *tag = one.n ? arena_str(a, utf8_lower(a, one)) : "";

        if (!tag[0] || has(tags, count, tag))
            continue;
        if (utf8_length(str_of(tag)) > TAG_MAX) {
            *ret_why = arena_printf(a, "A tag has at most %d characters: %s", TAG_MAX, tag);
            return false;
        }
        if (count == TAGS_MAX) {
            *ret_why = arena_printf(a, "A drawing has at most %d tags", TAGS_MAX);
            return false;
        }
        tags[count++] = tag;
    }
    *ret = tags;
    *ret_count = count;
    return true;
}
