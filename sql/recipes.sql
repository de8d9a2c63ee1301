-- Statements of recipes.

-- name: document_by_id  one ro
-- in: id id
-- out: version int, document text
-- tables: recipe_shown
SELECT version, document FROM recipe_shown WHERE recipe_id = :id

-- name: document_by_slug  one ro
-- in: slug text
-- out: version int, document text
-- tables: recipe_shown
SELECT version, document FROM recipe_shown WHERE slug = :slug

-- name: cards  many ro
-- in: ids id[]
-- out: id id, slug text, version int, title text, description text?, author text?, yield.quantity decimal?, yield.unit text?, yield.text text?, prep_minutes int?, cook_minutes int?, total_minutes int?, category text?, cuisine text?, allergens json, created_at time, updated_at time
-- child: tags[] of tags_of(id)
-- child: images[] images_of(id)
-- tables: recipe
SELECT id, slug, version, title, description, author, yield_quantity, yield_unit, yield_text, prep_minutes,
       cook_minutes, total_minutes, category, cuisine, allergens, created_at, updated_at
FROM recipe WHERE id IN (:ids) AND deleted_at IS NULL

-- name: tags_of  many ro
-- in: parents id[]
-- out: parent id, tag text
-- tables: recipe_tag
SELECT recipe_id, tag FROM recipe_tag WHERE recipe_id IN (:parents) ORDER BY recipe_id, position

-- name: images_of  many ro
-- in: parents id[]
-- out: parent id, id id, hash text, width int, height int, alt text?
-- tables: recipe_image, recipe_photo
SELECT i.recipe_id, p.id, LOWER(HEX(p.blob_hash)), p.width, p.height, i.alt
FROM recipe_image i JOIN recipe_photo p ON p.id = i.photo_id WHERE i.recipe_id IN (:parents) ORDER BY i.recipe_id, i.position

-- name: head_for_update  one rw
-- in: id id
-- out: slug text, version int, title text, source_hash bytes?, created_at time
-- tables: recipe ru
SELECT slug, version, title, source_hash, created_at FROM recipe WHERE id = :id AND deleted_at IS NULL FOR UPDATE

-- name: slugs_like  many ro
-- in: slug text, pattern text
-- out: slug text
-- tables: recipe
SELECT slug FROM recipe WHERE slug = :slug OR (slug LIKE :pattern AND slug RLIKE '-[0-9]+$')

-- name: add  exec rw
-- in: id id, slug text, title text, description text?, author text?, source_url text?, source_hash bytes?, content_hash bytes, yield_quantity decimal?, yield_unit text?, yield_text text?, prep_minutes int?, cook_minutes int?, total_minutes int?, category text?, cuisine text?, allergens json, nutrition json, now time
-- tables: recipe rw
INSERT INTO recipe (id, slug, version, title, description, author, source_url, source_hash, content_hash, yield_quantity, yield_unit,
                    yield_text, prep_minutes, cook_minutes, total_minutes, category, cuisine, allergens, nutrition, created_at, updated_at)
VALUES (:id, :slug, 1, :title, :description, :author, :source_url, :source_hash, :content_hash, :yield_quantity, :yield_unit,
        :yield_text, :prep_minutes, :cook_minutes, :total_minutes, :category, :cuisine, :allergens, :nutrition, :now, :now)

-- name: replace  exec rw
-- in: id id, version int, slug text, title text, description text?, author text?, source_url text?, source_hash bytes?, content_hash bytes, yield_quantity decimal?, yield_unit text?, yield_text text?, prep_minutes int?, cook_minutes int?, total_minutes int?, category text?, cuisine text?, allergens json, nutrition json, now time
-- tables: recipe ru
UPDATE recipe SET slug = :slug, version = version + 1, title = :title, description = :description, author = :author,
       source_url = :source_url, source_hash = :source_hash, content_hash = :content_hash, yield_quantity = :yield_quantity,
       yield_unit = :yield_unit, yield_text = :yield_text, prep_minutes = :prep_minutes, cook_minutes = :cook_minutes,
       total_minutes = :total_minutes, category = :category, cuisine = :cuisine, allergens = :allergens, nutrition = :nutrition,
       updated_at = :now
WHERE id = :id AND version = :version AND deleted_at IS NULL

-- name: remove  exec rw
-- in: id id, version int, slug text, now time
-- tables: recipe ru
UPDATE recipe SET deleted_at = :now, slug = :slug, version = version + 1 WHERE id = :id AND version = :version AND deleted_at IS NULL

-- name: tags_clear  exec rw
-- in: id id
-- tables: recipe_tag rd
DELETE FROM recipe_tag WHERE recipe_id = :id

-- name: tag_add  exec rw
-- in: recipe_id id, position int, tag text
-- tables: recipe_tag rw
INSERT INTO recipe_tag (recipe_id, position, tag) VALUES (:recipe_id, :position, :tag)

-- name: images_clear  exec rw
-- in: id id
-- tables: recipe_image rd
DELETE FROM recipe_image WHERE recipe_id = :id

-- name: image_add  exec rw
-- in: recipe_id id, position int, photo_id id, alt text?
-- tables: recipe_image rw
INSERT INTO recipe_image (recipe_id, position, photo_id, alt) VALUES (:recipe_id, :position, :photo_id, :alt)

-- name: photo_by_upload  one ro
-- in: upload_hash bytes
-- out: id id, blob_hash bytes, width int, height int
-- tables: recipe_photo
SELECT id, blob_hash, width, height FROM recipe_photo WHERE upload_hash = :upload_hash

-- name: photos_by_id  many ro
-- in: ids id[]
-- out: id id, blob_hash bytes, width int, height int
-- tables: recipe_photo
SELECT id, blob_hash, width, height FROM recipe_photo WHERE id IN (:ids)

-- name: photo_add  exec rw
-- in: id id, upload_hash bytes, blob_hash bytes, width int, height int, now time
-- tables: recipe_photo rw
INSERT INTO recipe_photo (id, upload_hash, blob_hash, width, height, created_at)
VALUES (:id, :upload_hash, :blob_hash, :width, :height, :now)

-- name: revision_add  exec rw
-- in: recipe_id id, version int, document text, note text?, saved_by text, now time
-- tables: recipe_revision rw
INSERT INTO recipe_revision (recipe_id, version, document, note, saved_by, saved_at)
VALUES (:recipe_id, :version, :document, :note, :saved_by, :now)

-- name: shown_put  exec rw
-- in: recipe_id id, slug text, version int, document text
-- tables: recipe_shown rwu
INSERT INTO recipe_shown (recipe_id, slug, version, document) VALUES (:recipe_id, :slug, :version, :document)
ON DUPLICATE KEY UPDATE version = :version, document = :document

-- name: shown_remove  exec rw
-- in: recipe_id id
-- tables: recipe_shown rd
DELETE FROM recipe_shown WHERE recipe_id = :recipe_id

-- name: revisions  many ro
-- in: recipe_id id, before int, limit int
-- out: version int, note text?, saved_by text, saved_at time
-- tables: recipe_revision
SELECT version, note, saved_by, saved_at FROM recipe_revision WHERE recipe_id = :recipe_id AND version < :before
ORDER BY version DESC LIMIT :limit

-- name: revision  one ro
-- in: recipe_id id, version int
-- out: document text, note text?, saved_by text, saved_at time
-- tables: recipe_revision
SELECT document, note, saved_by, saved_at FROM recipe_revision WHERE recipe_id = :recipe_id AND version = :version

-- name: by_source  many ro
-- in: source_hash bytes, content_hash bytes
-- out: id id, slug text, version int, title text, same_source bool
-- tables: recipe
SELECT id, slug, version, title, COALESCE(source_hash = :source_hash, 0) FROM recipe
WHERE (source_hash = :source_hash OR content_hash = :content_hash) AND deleted_at IS NULL ORDER BY id LIMIT 5

-- name: search_put  exec rw
-- in: recipe_id id, title text, ingredients text, tags text
-- tables: recipe_search rwu
INSERT INTO recipe_search (recipe_id, title, ingredients, tags) VALUES (:recipe_id, :title, :ingredients, :tags)
ON DUPLICATE KEY UPDATE title = :title, ingredients = :ingredients, tags = :tags

-- name: search_rows  many ro
-- out: id id, title text, category text?, cuisine text?, total_minutes int?, allergens text, created_at time, title_words text, ingredient_words text, tag_words text
-- tables: recipe, recipe_search
SELECT r.id, r.title, r.category, r.cuisine, r.total_minutes, r.allergens, r.created_at, s.title, s.ingredients, s.tags
FROM recipe r JOIN recipe_search s ON s.recipe_id = r.id
WHERE r.deleted_at IS NULL ORDER BY r.id

-- name: search_row  one ro
-- in: id id
-- out: id id, title text, category text?, cuisine text?, total_minutes int?, allergens text, created_at time, title_words text, ingredient_words text, tag_words text
-- tables: recipe, recipe_search
SELECT r.id, r.title, r.category, r.cuisine, r.total_minutes, r.allergens, r.created_at, s.title, s.ingredients, s.tags
FROM recipe r JOIN recipe_search s ON s.recipe_id = r.id WHERE r.id = :id AND r.deleted_at IS NULL

-- name: changes_since  many ro
-- in: after int, limit int
-- out: seq int, json text
-- tables: outbox
SELECT seq, json FROM outbox WHERE seq > :after AND topic = 'recipe.changed' ORDER BY seq LIMIT :limit

-- name: changes_newest  one ro
-- out: pruned int, newest int
-- tables: outbox_mark
SELECT (SELECT seq FROM outbox_mark WHERE name = 'pruned'), seq FROM outbox_mark WHERE name = 'numbered'
