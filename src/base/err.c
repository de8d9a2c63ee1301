#include "base/err.h"

static const struct err_info table[ERR__COUNT] = {
    [OK] = { 200, "ok", "Done", "", "info", false },
    [ERR_MALFORMED] = { 400, "malformed", "The request could not be read", "Go back and try again.", "info", false },
    [ERR_UNAUTHENTICATED] = { 401, "unauthenticated", "Please sign in", "Sign in and try again.", "info", false },
    [ERR_DENIED] = { 403, "denied", "This is not allowed", "Ask an administrator for the right to do this.", "warn", false },
    [ERR_NOT_FOUND] = { 404, "not-found", "There is nothing here",
        "The address may be misspelt, or the thing was removed.", "info", false },
    [ERR_METHOD] = { 405, "method-not-allowed", "This address does not take that method",
        "See the Allow header.", "info", false },
    [ERR_CONFLICT] = { 409, "conflict", "This conflicts with what is stored",
        "Look at the present state and try again.", "info", false },
    [ERR_GONE] = { 410, "gone", "This was removed", "It will not come back.", "info", false },
    [ERR_STALE] = { 412, "stale", "Somebody else changed this in the meantime",
        "Compare both versions and save again.", "info", false },
    [ERR_TOO_LARGE] = { 413, "too-large", "This is too large", "Send less.", "info", false },
    [ERR_MEDIA_TYPE] = { 415, "media-type", "This kind of content is not understood here",
        "See the Accept header.", "info", false },
    [ERR_INVALID] = { 422, "invalid", "Something needs to be corrected", "Please go back and correct it.", "info", false },
    [ERR_NO_VERSION] = { 428, "version-required", "An edit must say which version it changes",
        "Send If-Match with the ETag that you read.", "info", false },
    [ERR_RATE] = { 429, "too-many-requests", "Too many requests", "Wait a moment and try again.", "warn", true },
    [ERR_INTERNAL] = { 500, "internal", "Something went wrong on our side",
        "It has been logged. Please try again.", "error", false },
    [ERR_UPSTREAM] = { 502, "upstream", "Another system gave no usable answer",
        "Please try again in a moment.", "error", true },
    [ERR_BUSY] = { 503, "busy", "The system is busy", "Nothing was changed. Please try again in a moment.", "warn", true },
    [ERR_TIMEOUT] = { 504, "timeout", "This took too long", "Please try again in a moment.", "warn", true },
};

const struct err_info *err_info(enum err e)
{
    return &table[(unsigned)e < ERR__COUNT ? e : ERR_INTERNAL];
}
