#!/usr/bin/env bash
# What readers see of a recipe stands in a row of its own: it follows every save, and the migration makes it from what was there before.
. "$(dirname "$0")/lib.sh"

sql() {
    mariadb --no-defaults --batch --skip-column-names --socket="$(conf_value socket)" --user=root midway "$@"
}

recipe() {
    printf '{"title": "%s", "ingredients": [{"text": "2 onions"}], "steps": [{"text": "Boil."}]}' "$1"
}

newest='SELECT HEX(r.id), r.slug, r.version, v.document FROM recipe r
    JOIN recipe_revision v ON v.recipe_id = r.id AND v.version = r.version WHERE r.deleted_at IS NULL ORDER BY r.id'
shown='SELECT HEX(recipe_id), slug, version, document FROM recipe_shown ORDER BY recipe_id'

# compare WHEN RECIPES
compare() {
    equal "$1: readers see the newest revisions" "$(sql -e "$shown")" "$(sql -e "$newest")"
    equal "$1: of as many recipes" "$(sql -e 'SELECT COUNT(*) FROM recipe_shown')" "$2"
}

start_site
for title in One Two Three; do
    api POST /api/v1/recipes "$(recipe "$title")"
    equal "a recipe is saved" "$status" 201
done
id=$(jq -r .id <<<"$body")
all=$(sql -e 'SELECT COUNT(*) FROM recipe WHERE deleted_at IS NULL')
compare "new recipes" "$all"

api PUT "/api/v1/recipes/$id" "$(recipe 'Three again')" -H 'If-Match: *'
equal "one is saved again" "$status" 200
compare "another version" "$all"

# What the migration finds in a database that is older than the table: a recipe in two versions.
sql -e 'DELETE FROM recipe_shown'
sql <sql/schema/0006_recipes_shown.sql
compare "the migration" "$all"
sql <sql/schema/0006_recipes_shown.sql
compare "the migration once more" "$all"

api DELETE "/api/v1/recipes/$id" '' -H 'If-Match: *'
equal "it is deleted" "$status" 204
compare "a recipe less" "$((all - 1))"
expect_status 404 "/api/v1/recipes/$id"
expect_status 404 /recipes/three
sql <sql/schema/0006_recipes_shown.sql
compare "the migration brings nothing back" "$((all - 1))"

# What an older program leaves, which knows nothing of the table: a row of before a save, none of a new recipe, that of a deleted one,
# and a recipe without a row whose address the deleted one had.
sql -e "UPDATE recipe_shown SET version = version - 1, document = '{}' WHERE slug = 'one'; DELETE FROM recipe_shown WHERE slug = 'two';
    INSERT INTO recipe_shown SELECT id, 'two', version, '{}' FROM recipe WHERE deleted_at IS NOT NULL LIMIT 1"
sql <sql/schema/0007_recipes_shown_again.sql
compare "what an older program left" "$((all - 1))"
expect_status 200 /recipes/two

finish
