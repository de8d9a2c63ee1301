/* url.h: addresses of the web as browsers read them (WHATWG URL Standard), for the schemes http and https only. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/arena.h"

#define URL_BYTES_MAX 65536

enum url_host_kind { URL_DOMAIN, URL_IPV4, URL_IPV6 };

/* All text is ASCII, percent-encoded, and in its one canonical form. */
struct url {
    struct str href;               /* all of it */
    bool https;                    /* else http */
    struct str username, password; /* mostly empty */
    struct str host;               /* lower case, IDNA in its xn-- form, IPv6 in brackets; never empty */
    enum url_host_kind host_kind;
    uint8_t address[16];           /* of an IPv4 (first 4) or IPv6 host, in network order */
    bool has_port;                 /* only where it is not the scheme's own */
    uint16_t port;                 /* 80 or 443 where has_port is false */
    struct str path;               /* begins with '/' */
    bool has_query, has_fragment;  /* "?" and "#" alone count */
    struct str query, fragment;    /* without '?' and '#' */
};

/* Reads an address, relative to `base` unless that is NULL. False if browsers refuse it, if its scheme is another, or
   if it has more than URL_BYTES_MAX bytes. Malformed UTF-8 counts as U+FFFD. Strings are the arena's or those of `base`. */
bool url_parse(struct arena *a, struct str input, const struct url *base, struct url *ret);
/* "https://example.com:8443"; from the arena. */
struct str url_origin(struct arena *a, const struct url *u);
/* Path and query, as an HTTP request line names them; from the arena. */
struct str url_target(struct arena *a, const struct url *u);
/* Is a scheme other than http and https in front (mailto:, data:, javascript: ...)? The arena is for scratch. */
bool url_is_foreign(struct arena *a, struct str input);

#endif
