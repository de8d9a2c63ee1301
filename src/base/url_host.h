/* url_host.h: the host of a URL (URL Standard, section 3); used by url.c. */
#ifndef BASE_URL_HOST_H
#define BASE_URL_HOST_H

#include "base/url.h"

/* Reads a host as it stands in a URL and fills host, host_kind and address. False if it is none. */
bool url_host_parse(struct arena *a, struct str text, struct url *ret);

#endif
