-- A program that is older than `recipe_shown` leaves it behind when it saves: such rows, missing ones, and rows of what it deleted.
DELETE s FROM recipe_shown s JOIN recipe r ON r.id = s.recipe_id WHERE r.deleted_at IS NOT NULL;

INSERT INTO recipe_shown (recipe_id, slug, version, document)
SELECT r.id, r.slug, r.version, v.document
FROM recipe r JOIN recipe_revision v ON v.recipe_id = r.id AND v.version = r.version
LEFT JOIN recipe_shown s ON s.recipe_id = r.id AND s.version = r.version
WHERE r.deleted_at IS NULL AND s.recipe_id IS NULL LOCK IN SHARE MODE
ON DUPLICATE KEY UPDATE slug = VALUES(slug), version = VALUES(version), document = VALUES(document);
