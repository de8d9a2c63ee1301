/* recipes.fcgi: recipes for viewers, kitchens and programs. */
#include "recipes/recipes_module.h"
#include "web/web.h"

int main(int argc, char **argv)
{
    return program_main(&recipes_module, argc, argv);
}
