#include "recipes/photo_header.h"

#include "base/buf.h"

#include <string.h>

static const char not_a_photo[] = "must be a JPEG, PNG or WebP picture";
static const char cut_off[] = "is cut off: please send the whole file again";

static unsigned byte_at(struct str s, size_t i)
{
    return i < s.n ? (unsigned char)s.p[i] : 0;
}

static unsigned be16(struct str s, size_t i)
{
    return byte_at(s, i) << 8 | byte_at(s, i + 1);
}

static uint32_t be32(struct str s, size_t i)
{
    return (uint32_t)be16(s, i) << 16 | be16(s, i + 2);
}

static uint32_t le24(struct str s, size_t i)
{
    return byte_at(s, i) | byte_at(s, i + 1) << 8 | (uint32_t)byte_at(s, i + 2) << 16;
}

static uint32_t le32(struct str s, size_t i)
{
    return le24(s, i) | (uint32_t)byte_at(s, i + 3) << 24;
}

static bool has_at(struct str s, size_t i, const char *four)
{
    return s.n >= i + 4 && memcmp(s.p + i, four, 4) == 0;
}

/* ---- JPEG ---- */

struct jpeg {
    struct str s;
    size_t at;                 /* of the next marker's 0xFF */
    struct photo_header *header;
    bool framed, progressive;
    int scans;
    size_t coefficient_bytes;
};

static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Two bytes for each coefficient, in whole blocks of 8 by 8. */
static size_t coefficient_bytes(struct str s, size_t frame, const struct photo_header *h)
{
    unsigned most_h = 1, most_v = 1;
    size_t sum = 0;

    for (int c = 0; c < h->channels; c++) {
        unsigned sampling = byte_at(s, frame + 6 + 3 * (size_t)c + 1);

        most_h = sampling >> 4 > most_h ? sampling >> 4 : most_h;
        most_v = (sampling & 15) > most_v ? sampling & 15 : most_v;
    }
    for (int c = 0; c < h->channels; c++) {
        unsigned sampling = byte_at(s, frame + 6 + 3 * (size_t)c + 1);

        sum += ((size_t)h->width + 8) * ((size_t)h->height + 8) * (sampling >> 4) * (sampling & 15) / (most_h * most_v) * 2;
    }
    return sum;
}

/* `at`: behind the length of a start-of-frame segment. */
static const char *read_frame(struct jpeg *j, size_t at, unsigned marker)
{
    struct photo_header *h = j->header;

    if (j->framed)
        return "must have one picture in it";
    h->height = (int)be16(j->s, at + 1);
    h->width = (int)be16(j->s, at + 3);
    h->channels = (int)byte_at(j->s, at + 5);
    if (h->channels != 1 && h->channels != 3 && h->channels != 4)
        return "must have 1, 3 or 4 colour channels";
    j->framed = true;
    j->progressive = marker == 0xC2 || marker == 0xCA;
    j->coefficient_bytes = coefficient_bytes(j->s, at, h);
    return NULL;
}

/* Moves behind the entropy-coded data of a scan; false at the end of the bytes. */
static bool skip_scan(struct jpeg *j)
{
    while (j->at < j->s.n) {
        const char *ff = memchr(j->s.p + j->at, 0xFF, j->s.n - j->at);
        unsigned next;

        if (!ff)
            break;
        j->at = (size_t)(ff - j->s.p);
        next = byte_at(j->s, j->at + 1);
        if (next != 0x00 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7))
            return j->at + 1 < j->s.n;
        j->at += next == 0xFF ? 1 : 2;
    }
    return false;
}

/* Handles the segment at j->at. `*ret_end`: the end of the picture was reached. */
static const char *read_segment(struct jpeg *j, bool *ret_end)
{
    unsigned marker = byte_at(j->s, j->at + 1), length;
    const char *wrong = NULL;

    if (byte_at(j->s, j->at) != 0xFF || j->at + 1 >= j->s.n)
        return cut_off;
    if (marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
        j->at += marker == 0xFF ? 1 : 2;
        return NULL;
    }
    if (marker == 0xD9) {
        *ret_end = true;
        return NULL;
    }
    length = be16(j->s, j->at + 2);
    if (length < 2 || j->at + 2 + length > j->s.n)
        return cut_off;
    if (is_frame(marker))
        wrong = length < 9 ? not_a_photo : read_frame(j, j->at + 4, marker);
    j->at += 2 + length;
    if (marker == 0xDA && !wrong && (++j->scans > PHOTO_SCANS_MAX || !skip_scan(j)))
        return j->scans > PHOTO_SCANS_MAX ? "must have fewer scans" : cut_off;
    return wrong;
}

static const char *read_jpeg(struct str s, struct photo_header *ret)
{
    struct jpeg j = { .s = s, .at = 2, .header = ret };
    const char *wrong = NULL;
    bool end = false;

    while (!wrong && !end)
        wrong = read_segment(&j, &end);
    if (wrong)
        return wrong;
    if (!j.framed || j.scans == 0)
        return not_a_photo;
    if (j.progressive || j.scans > 1)
        ret->decoder_bytes = j.coefficient_bytes;
    return NULL;
}

/* ---- PNG ---- */

static const char *read_png(struct str s, struct photo_header *ret)
{
    size_t at = 8;

    if (be32(s, 8) != 13 || !has_at(s, 12, "IHDR") || s.n < 33)
        return not_a_photo;
    ret->width = be32(s, 16) > INT32_MAX ? INT32_MAX : (int)be32(s, 16);
    ret->height = be32(s, 20) > INT32_MAX ? INT32_MAX : (int)be32(s, 20);
    ret->indexed = byte_at(s, 25) == 0 || byte_at(s, 25) == 3;
    while (at + 12 <= s.n && be32(s, at) <= s.n - at - 12) {
        if (has_at(s, at + 4, "IEND"))
            return NULL;
        at += 12 + be32(s, at);
    }
    return cut_off;
}

/* ---- WebP ---- */

/* Width and height of the chunk with a picture at `at`; false where it is another. */
static bool read_webp_picture(struct str s, size_t at, struct photo_header *ret)
{
    if (has_at(s, at, "VP8 ") && s.n >= at + 18 && memcmp(s.p + at + 11, "\x9d\x01\x2a", 3) == 0) {
        ret->width = (int)(le24(s, at + 14) & 0x3FFF);
        ret->height = (int)(le24(s, at + 16) & 0x3FFF);
        return true;
    }
    if (has_at(s, at, "VP8L") && s.n >= at + 13 && byte_at(s, at + 8) == 0x2F) {
        ret->width = (int)(le32(s, at + 9) & 0x3FFF) + 1;
        ret->height = (int)(le32(s, at + 9) >> 14 & 0x3FFF) + 1;
        return true;
    }
    return false;
}

/* The end of the chunk at `at`, padding included. */
static size_t chunk_end(struct str s, size_t at)
{
    return at + 8 + (size_t)le32(s, at + 4) + (le32(s, at + 4) & 1);
}

/* The first animation frame: 16 bytes about it, then chunks as in a still picture. */
static const char *read_webp_frame(struct str s, size_t at, struct photo_header *ret)
{
    size_t end = chunk_end(s, at);

    ret->frame = (struct str){ s.p + at + 24, end - at - 24 };
    for (size_t c = at + 24; c + 8 <= end && chunk_end(s, c) <= end; c = chunk_end(s, c)) {
        if (read_webp_picture(s, c, ret)) {
            ret->frame.n = chunk_end(s, c) - at - 24;
            return NULL;
        }
    }
    return not_a_photo;
}

static const char *read_webp(struct str s, struct photo_header *ret)
{
    struct str all = s;

    if ((size_t)le32(s, 4) + 8 > s.n)
        return cut_off;
    all.n = (size_t)le32(s, 4) + 8;
    if (!has_at(all, 12, "VP8X"))
        return read_webp_picture(all, 12, ret) ? NULL : not_a_photo;
    for (size_t at = 12; at + 8 <= all.n; at = chunk_end(all, at)) {
        if (chunk_end(all, at) > all.n)
            return cut_off;
        if (has_at(all, at, "ANMF") && le32(all, at + 4) > 16)
            return read_webp_frame(all, at, ret);
        if (read_webp_picture(all, at, ret))
            return NULL;
    }
    return not_a_photo;
}

static void put_le32(struct buf *b, uint32_t v)
{
    char bytes[4] = { (char)v, (char)(v >> 8), (char)(v >> 16), (char)(v >> 24) };

    buf_put(b, bytes, 4);
}

struct str photo_first_frame(struct arena *a, const struct photo_header *header)
{
    bool alpha = has_at(header->frame, 0, "ALPH");
    uint32_t w = (uint32_t)header->width - 1, h = (uint32_t)header->height - 1;
    char about[10] = { 0x10, 0, 0, 0, (char)w, (char)(w >> 8), (char)(w >> 16), (char)h, (char)(h >> 8), (char)(h >> 16) };
    struct buf b;

    buf_init(&b, a, header->frame.n + 64);
    buf_puts(&b, "RIFF");
    put_le32(&b, (uint32_t)(4 + (alpha ? 18 : 0) + header->frame.n));
    buf_puts(&b, "WEBP");
    if (alpha) {
        buf_puts(&b, "VP8X");
        put_le32(&b, sizeof(about));
        buf_put(&b, about, sizeof(about));
    }
    buf_put_str(&b, header->frame);
    return buf_str(&b);
}

/* ---- all of them ---- */

static const char *refuse_size(struct arena *a, const struct photo_header *h)
{
    static const char *const names[] = { "JPEG", "PNG", "WebP" };
    int max = h->type == PHOTO_JPEG ? PHOTO_MEGAPIXELS_JPEG : h->indexed ? PHOTO_MEGAPIXELS_INDEXED : PHOTO_MEGAPIXELS_OTHER;
    int64_t pixels = (int64_t)h->width * h->height;

    if (h->width > PHOTO_SIDE_MAX || h->height > PHOTO_SIDE_MAX)
        return arena_printf(a, "must be at most %d pixels wide and high (it has %d x %d)", PHOTO_SIDE_MAX, h->width, h->height);
    if (pixels > (int64_t)max * 1000000)
        return arena_printf(a, "must have at most %d megapixels as %s (it has %lld)", max, names[h->type],
                            (long long)((pixels + 999999) / 1000000));
    if (h->decoder_bytes > PHOTO_DECODER_BYTES_MAX)
        return "is too large for a progressive JPEG: please save it as a plain (baseline) JPEG";
    return NULL;
}

const char *photo_header_read(struct arena *a, struct str bytes, struct photo_header *ret)
{
    struct photo_header h = { .channels = 4 };
    const char *wrong;

    if (bytes.n >= 4 && memcmp(bytes.p, "\xFF\xD8\xFF", 3) == 0) {
        h.type = PHOTO_JPEG;
        wrong = read_jpeg(bytes, &h);
    } else if (bytes.n >= 16 && memcmp(bytes.p, "\x89PNG\r\n\x1A\n", 8) == 0) {
        h.type = PHOTO_PNG;
        wrong = read_png(bytes, &h);
    } else if (has_at(bytes, 0, "RIFF") && has_at(bytes, 8, "WEBP")) {
        h.type = PHOTO_WEBP;
        wrong = read_webp(bytes, &h);
    } else {
        wrong = not_a_photo;
    }
    /* What promises too much is refused for that, whole or not. */
    if (h.width > 0 && h.height > 0 && refuse_size(a, &h))
        wrong = refuse_size(a, &h);
    else if (!wrong && (h.width < 1 || h.height < 1))
        wrong = not_a_photo;
    *ret = h;
    return wrong;
}
