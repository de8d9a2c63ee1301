#include "base/money.h"

/* Codes of ISO 4217 that name a currency one can pay with, by number of decimals. */
static const char *const codes[] = {
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    "",
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE "
    "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "
    "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
    "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU "
    "UZS VES WST XCD XCG YER ZAR ZMW ZWG",
    "BHD IQD JOD KWD LYD OMR TND",
};

int money_exponent(struct str currency)
{
    if (currency.n != 3)
        return -1;
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        struct str rest = str_of(codes[i]);

        while (rest.p) {
            if (str_equal(str_next(&rest, ' '), currency))
                return (int)i;
        }
    }
    return -1;
}

static int64_t power_of_ten(int exponent)
{
    return exponent <= 0 ? 1 : 10 * power_of_ten(exponent - 1);
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return s.n > 0;
}

bool money_parse(struct str text, struct str currency, int64_t *ret_minor)
{
    int exponent = money_exponent(currency);
    struct str decimals = text, whole = str_next(&decimals, '.');
    bool negative = whole.n && whole.p[0] == '-';
    int64_t value, part = 0;

    if (exponent < 0 || !all_digits((struct str){ whole.p + negative, whole.n - negative }) || !str_to_int(whole, &value))
        return false;
    if (decimals.p && (decimals.n > (size_t)exponent || !all_digits(decimals) || !str_to_int(decimals, &part)))
        return false;
    part *= power_of_ten(exponent - (int)decimals.n);
    if (__builtin_mul_overflow(value, power_of_ten(exponent), &value) ||
        __builtin_add_overflow(value, negative ? -part : part, &value))
        return false;
    *ret_minor = value;
    return true;
}

char *money_text(int64_t minor, struct str currency, char ret[MONEY_TEXT_SIZE])
{
    int exponent = money_exponent(currency);
    uint64_t unit = (uint64_t)power_of_ten(exponent), size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    int n = snprintf(ret, MONEY_TEXT_SIZE, "%s%llu", minor < 0 ? "-" : "", (unsigned long long)(size / unit));

    if (exponent > 0) {
        ret[n] = '.';
        for (int i = exponent; i > 0; i--, size /= 10)
            ret[n + i] = (char)('0' + size % 10);
        ret[n + exponent + 1] = '\0';
    }
    return ret;
}

char *money_label(int64_t minor, struct str currency, char ret[MONEY_TEXT_SIZE])
{
    size_t n = strlen(money_text(minor, currency, ret));

    snprintf(ret + n, MONEY_TEXT_SIZE - n, " %.*s", currency.n > 3 ? 3 : (int)currency.n, currency.p);
    return ret;
}

bool money_add(int64_t a_minor, int64_t b_minor, int64_t *ret_minor)
{
    int64_t sum;

    if (__builtin_add_overflow(a_minor, b_minor, &sum))
        return false;
    *ret_minor = sum;
    return true;
}

bool money_times(int64_t minor, int64_t count, int64_t *ret_minor)
{
    int64_t product;

    if (__builtin_mul_overflow(minor, count, &product))
        return false;
    *ret_minor = product;
    return true;
}
