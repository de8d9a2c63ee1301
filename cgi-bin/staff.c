/* staff.fcgi: sign-in, accounts, keys, audit log, the site's home and health. */
#include "staff/staff_module.h"
#include "web/web.h"

int main(int argc, char **argv)
{
    return program_main(&staff_module, argc, argv);
}
