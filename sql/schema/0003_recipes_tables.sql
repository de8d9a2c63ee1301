-- Recipes: what lists and filters need in columns, every version whole as a document, search words of each.
CREATE TABLE IF NOT EXISTS recipe (
    id BINARY(16) NOT NULL PRIMARY KEY,
    slug VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL,
    title VARCHAR(200) NOT NULL,
    description TEXT NULL,
    author VARCHAR(200) NULL,
    source_url VARCHAR(2000) NULL,
    source_hash BINARY(32) NULL,
    content_hash BINARY(32) NOT NULL,
    yield_quantity DECIMAL(14,6) NULL,
    yield_unit VARCHAR(50) NULL,
    yield_text VARCHAR(100) NULL,
    prep_minutes INT NULL,
    cook_minutes INT NULL,
    total_minutes INT NULL,
    category VARCHAR(100) NULL,
    cuisine VARCHAR(100) NULL,
    allergens JSON NOT NULL,
    nutrition JSON NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    deleted_at DATETIME(6) NULL,
    UNIQUE KEY recipe_slug (slug),
    KEY recipe_source (source_hash),
    KEY recipe_content (content_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS recipe_tag (
    recipe_id BINARY(16) NOT NULL,
    position INT NOT NULL,
    tag VARCHAR(50) NOT NULL,
    PRIMARY KEY (recipe_id, position),
    KEY recipe_tag_tag (tag, recipe_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A photo is its upload, stored once: `upload_hash` finds it again, `blob_hash` names the upright sRGB original in `blob`.
CREATE TABLE IF NOT EXISTS recipe_photo (
    id BINARY(16) NOT NULL PRIMARY KEY,
    upload_hash BINARY(32) NOT NULL,
    blob_hash BINARY(32) NOT NULL,
    width INT NOT NULL,
    height INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE KEY recipe_photo_upload (upload_hash),
    KEY recipe_photo_blob (blob_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS recipe_image (
    recipe_id BINARY(16) NOT NULL,
    position INT NOT NULL,
    photo_id BINARY(16) NOT NULL,
    alt VARCHAR(300) NULL,
    PRIMARY KEY (recipe_id, position),
    KEY recipe_image_photo (photo_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS recipe_revision (
    recipe_id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    document MEDIUMTEXT NOT NULL,
    note VARCHAR(200) NULL,
    saved_by VARCHAR(60) NOT NULL,
    saved_at DATETIME(6) NOT NULL,
    PRIMARY KEY (recipe_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What the search index of each serving process is built from, folded.
CREATE TABLE IF NOT EXISTS recipe_search (
    recipe_id BINARY(16) NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    ingredients MEDIUMTEXT NOT NULL,
    tags TEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
