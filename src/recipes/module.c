/* module.c: what recipes answer, and what the module offers. */
#include "recipes/api.h"
#include "recipes/pages.h"
#include "recipes/recipes_module.h"
#include "sql/recipes.h"
#include "web/web.h"

#define AT(STRUCT, MEMBER) .at = offsetof(struct STRUCT, MEMBER)
#define PHOTO_TYPES "image/jpeg,image/png,image/webp,application/octet-stream"

static const char *const formats[] = { "json", "jsonld", "text", NULL };
static const char *const on_twin_choices[] = { "skip", "update", "new", NULL };

static const struct field get_fields[] = {
    { "id", FIELD_ID, AT(recipe_get_in, id), .from = FROM_PATH },
    { "format", FIELD_CHOICE, AT(recipe_get_in, format), .choices = formats },
    { 0 }
};
static const struct field id_fields[] = {
    { "id", FIELD_ID, AT(recipe_get_in, id), .from = FROM_PATH },
    { 0 }
};
static const struct field parse_fields[] = {
    { "ingredients_text", FIELD_LINES, AT(recipe_parse_in, ingredients_text), .max = 100000 },
    { "steps_text", FIELD_LINES, AT(recipe_parse_in, steps_text), .max = 100000 },
    { 0 }
};
static const struct field import_fields[] = {
    { "bytes", FIELD_RAW, AT(recipe_import_in, bytes) },
    { "source_url", FIELD_TEXT, AT(recipe_import_in, source_url), .from = FROM_QUERY, .max = RECIPE_URL_MAX },
    { "save", FIELD_BOOL, AT(recipe_import_in, save), .from = FROM_QUERY },
    { "on_twin", FIELD_CHOICE, AT(recipe_import_in, on_twin), .from = FROM_QUERY, .choices = on_twin_choices },
    { 0 }
};
static const struct field revisions_fields[] = {
    { "id", FIELD_ID, AT(revisions_in, id), .from = FROM_PATH },
    { "before", FIELD_INT, AT(revisions_in, before) },
    { "limit", FIELD_INT, AT(revisions_in, limit), .min = 1, .max = 200, .missing = 50 },
    { 0 }
};
static const struct field revision_fields[] = {
    { "id", FIELD_ID, AT(revision_in, id), .from = FROM_PATH },
    { "version", FIELD_INT, AT(revision_in, version), .from = FROM_PATH },
    { 0 }
};
static const struct field photo_fields[] = {
    { "bytes", FIELD_RAW, AT(photo_in, bytes) },
    { 0 }
};

#define WRITES "recipes:write"
#define FORM_BODY_MAX (33 * MIB)      /* a photo and the texts */
static const struct route routes[] = {
    { GET, "/api/v1/recipes", ANYONE, RATE_READ, IN(list_fields, list_in), recipes_list, "Search and list recipes",
      .cache = { 30, 600 }, .cache_group = RECIPES_GROUP },
    { POST, "/api/v1/recipes", EDITOR, RATE_WRITE, IN(recipe_fields, recipe_in), recipes_create, "Add a recipe",
      .scope = WRITES, .body_max = 256 * KIB },
    { GET, "/api/v1/recipes/{id}", ANYONE, RATE_READ, IN(get_fields, recipe_get_in), recipes_get, "One recipe",
      .cache = { 30, 600 } },
    { PUT, "/api/v1/recipes/{id}", EDITOR, RATE_WRITE, IN(recipe_fields, recipe_in), recipes_update, "Replace a recipe",
      .scope = WRITES, .body_max = 256 * KIB, .if_match = IF_MATCH_REQUIRED },
    { DELETE, "/api/v1/recipes/{id}", EDITOR, RATE_WRITE, IN(id_fields, recipe_get_in), recipes_delete, "Delete a recipe",
      .scope = WRITES, .if_match = IF_MATCH_REQUIRED },
    { POST, "/api/v1/recipes/parse", ANYONE, RATE_WRITE, IN(parse_fields, recipe_parse_in), recipes_parse,
      "Shows pasted lines as understood", .no_transaction = true, .body_max = 512 * KIB },
    { POST, "/api/v1/recipes/import", EDITOR, RATE_WRITE, IN(import_fields, recipe_import_in), recipes_import,
      "Reads a recipe out of a page or JSON-LD", .scope = WRITES, .body_max = 4 * MIB, .accepts = "text/html,application/ld+json",
      .prepare = recipes_import_prepare },
    { POST, "/api/v1/recipes/photos", EDITOR, RATE_WRITE, IN(photo_fields, photo_in), recipes_photo_create, "Upload a photo",
      .scope = WRITES, .body_max = PHOTO_BYTES_MAX, .accepts = PHOTO_TYPES, .prepare = recipes_photo_prepare },
    { GET, "/api/v1/recipes/{id}/revisions", VIEWER, RATE_READ, IN(revisions_fields, revisions_in), recipes_revisions_get,
      "Versions of a recipe, newest first", .scope = WRITES },
    { GET, "/api/v1/recipes/{id}/revisions/{version}", VIEWER, RATE_READ, IN(revision_fields, revision_in), recipes_revision_get,
      "A recipe as one version had it", .scope = WRITES },
    { POST, "/api/v1/recipes/{id}/revisions/{version}/restore", EDITOR, RATE_WRITE, IN(revision_fields, revision_in), recipes_restore,
      "Saves an old version as the newest", .scope = WRITES, .if_match = IF_MATCH_REQUIRED },
    { GET, "/recipes", ANYONE, RATE_READ, IN(list_fields, list_in), recipes_list_page, "Recipes with search and filters",
      .cache = { 30, 600 }, .cache_group = RECIPES_GROUP },
    { GET, "/recipes/{slug}", ANYONE, RATE_READ, IN(page_show_fields, show_in), recipes_show_page, "A recipe as a page",
      .publish = PUBLISH_PAGE, .cache = { 30, 600 }, .cache_group = RECIPES_GROUP },
    { GET, "/recipes/{slug}/print", ANYONE, RATE_READ, IN(page_show_fields, show_in), recipes_print_page, "A recipe on paper",
      .cache = { 30, 600 }, .cache_group = RECIPES_GROUP },
    { GET, "/recipes/{slug}/cook", ANYONE, RATE_READ, IN(page_show_fields, show_in), recipes_cook_page, "A recipe step by step",
      .cache = { 30, 600 }, .cache_group = RECIPES_GROUP },
    { GET, "/recipes/new", EDITOR, RATE_READ, NO_INPUT, recipes_new_page, "The form of a new recipe" },
    { POST, "/recipes/new", EDITOR, RATE_WRITE, IN(page_form_fields, form_in), recipes_new_post, "Add a recipe",
      .body_max = FORM_BODY_MAX, .form = recipes_new_again, .prepare = recipes_form_prepare },
    { GET, "/recipes/{slug}/edit", EDITOR, RATE_READ, IN(page_slug_fields, page_slug_in), recipes_edit_page, "The form of a recipe" },
    { POST, "/recipes/{slug}/edit", EDITOR, RATE_WRITE, IN(page_form_fields, form_in), recipes_edit_post, "Change a recipe",
      .body_max = FORM_BODY_MAX, .if_match = IF_MATCH_REQUIRED, .form = recipes_edit_again, .prepare = recipes_form_prepare },
    { GET, "/recipes/{slug}/delete", EDITOR, RATE_READ, IN(page_slug_fields, page_slug_in), recipes_delete_page, "Are you sure?" },
    { POST, "/recipes/{slug}/delete", EDITOR, RATE_WRITE, IN(page_slug_fields, page_slug_in), recipes_delete_post, "Delete a recipe",
      .if_match = IF_MATCH_REQUIRED, .form = recipes_delete_again },
    { GET, "/recipes/{slug}/revisions", VIEWER, RATE_READ, IN(page_revisions_fields, page_revisions_in), recipes_revisions_page,
      "Every save of a recipe" },
    { GET, "/recipes/{slug}/revisions/{version}", VIEWER, RATE_READ, IN(page_revision_fields, page_revision_in), recipes_revision_page,
      "A recipe as it was" },
    { POST, "/recipes/{slug}/revisions/{version}/restore", EDITOR, RATE_WRITE, IN(page_revision_fields, page_revision_in),
      recipes_restore_post, "Save an old version as the newest", .if_match = IF_MATCH_REQUIRED, .form = recipes_restore_again },
    { GET, "/recipes/{slug}/diff", VIEWER, RATE_READ, IN(page_diff_fields, page_diff_in), recipes_diff_page,
      "Two versions beside each other" },
    { GET, "/recipes/import", EDITOR, RATE_READ, NO_INPUT, recipes_import_page, "Paste or upload a page with a recipe" },
    { POST, "/recipes/import", EDITOR, RATE_WRITE, IN(page_import_fields, page_import_in), recipes_import_post,
      "Read a recipe out of a page", .no_transaction = true, .body_max = 9 * MIB, .form = recipes_import_again },
    { POST, "/recipes/import/save", EDITOR, RATE_WRITE, IN(page_import_save_fields, page_import_save_in), recipes_import_save_post,
      "Save what was read", .body_max = 8 * MIB, .form = recipes_import_save_again, .prepare = recipes_import_save_prepare },
    { GET, "/recipes/img/{hash}/{file}", ANYONE, RATE_READ, IN(photo_file_fields, photo_file_in), recipes_photo_file,
      "A photo in one width and format", .publish = PUBLISH_FILE },
};

static const char *const prefixes[] = { "/recipes", "/api/v1/recipes", NULL };
static const char *const scopes[] = { WRITES, NULL };

const struct module recipes_module = {
    .name = "recipes",
    .label = "Recipes",
    .prefixes = prefixes,
    .routes = routes,
    .route_count = ARRAY_LEN(routes),
    .commands = recipes_commands,
    .statements = recipes_statements,
    .statement_count = &recipes_statement_count,
    .scopes = scopes,
    .start = live_start,
    .end = live_end,
};
