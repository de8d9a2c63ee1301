/* drawings.fcgi: characters that guests draw. */
#include "drawings/drawings_module.h"
#include "web/web.h"

int main(int argc, char **argv)
{
    return program_main(&drawings_module, argc, argv);
}
