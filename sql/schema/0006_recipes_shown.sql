-- What readers see, in one row: the document of a recipe's newest revision, while the recipe is there.
CREATE TABLE IF NOT EXISTS recipe_shown (
    recipe_id BINARY(16) NOT NULL PRIMARY KEY,
    slug VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL,
    document MEDIUMTEXT NOT NULL,
    UNIQUE KEY recipe_shown_slug (slug)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO recipe_shown (recipe_id, slug, version, document)
SELECT r.id, r.slug, r.version, v.document
FROM recipe r JOIN recipe_revision v ON v.recipe_id = r.id AND v.version = r.version WHERE r.deleted_at IS NULL
ON DUPLICATE KEY UPDATE version = VALUES(version), document = VALUES(document);
