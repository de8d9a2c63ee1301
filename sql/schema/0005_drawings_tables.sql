-- Drawings: what was drawn, by whom, in which versions; what it looks like; what people and staff say about it.
-- The bytes (CHD1) are in `blob`, under their SHA-256, which is the drawing_id.

-- What a drawing looks like (picture_id): hiding is by picture. `drawing_hash` names bytes that look like it; of a hidden picture
-- whose drawings are all gone there are none: it waits to be sent again.
CREATE TABLE IF NOT EXISTS drawing_picture (
    picture_hash BINARY(32) NOT NULL PRIMARY KEY,
    drawing_hash BINARY(32) NOT NULL,
    renderer INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    hidden_at DATETIME(6) NULL,
    KEY drawing_picture_hidden (hidden_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- `owner_id` is a guest, an account or a key. `once_key` is what the same drawing sent again finds; NULL: nothing does.
-- `listed`: everybody may see it. `waiting`: everybody might, once staff has looked at it.
CREATE TABLE IF NOT EXISTS drawing (
    id BINARY(16) NOT NULL PRIMARY KEY,
    owner_id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    once_key BINARY(32) NULL,
    edit_token_hash BINARY(32) NULL,
    drawing_hash BINARY(32) NOT NULL,
    picture_hash BINARY(32) NOT NULL,
    title VARCHAR(80) NULL,
    author VARCHAR(40) NULL,
    tags JSON NOT NULL,
    width INT NOT NULL,
    height INT NOT NULL,
    stroke_count INT NOT NULL,
    point_count INT NOT NULL,
    duration_ms INT NOT NULL,
    is_public BOOL NOT NULL,
    approved BOOL NOT NULL,
    hidden BOOL NOT NULL,
    parent_id BINARY(16) NULL,
    views BIGINT NOT NULL DEFAULT 0,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    deleted_at DATETIME(6) NULL,
    listed BOOL AS (is_public AND approved AND NOT hidden AND deleted_at IS NULL) PERSISTENT,
    waiting BOOL AS (is_public AND NOT approved AND NOT hidden AND deleted_at IS NULL) PERSISTENT,
    UNIQUE KEY drawing_once (once_key),
    KEY drawing_newest (listed, id),
    KEY drawing_views (listed, views, id),
    KEY drawing_author (author, listed, id),
    KEY drawing_author_views (author, listed, views, id),
    KEY drawing_owner (owner_id, deleted_at, id),
    KEY drawing_pictures (picture_hash, listed),
    KEY drawing_hashes (drawing_hash, listed),
    KEY drawing_parent (parent_id, listed, id),
    KEY drawing_waiting (waiting, id),
    KEY drawing_deleted (deleted_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS drawing_tag (
    drawing_id BINARY(16) NOT NULL,
    tag VARCHAR(30) NOT NULL,
    PRIMARY KEY (drawing_id, tag),
    KEY drawing_tag_tag (tag, drawing_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A row for each save that changed what is drawn; details such as the title count up the version too, but leave no row.
CREATE TABLE IF NOT EXISTS drawing_version (
    drawing_id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    drawing_hash BINARY(32) NOT NULL,
    picture_hash BINARY(32) NOT NULL,
    stroke_count INT NOT NULL,
    point_count INT NOT NULL,
    duration_ms INT NOT NULL,
    saved_at DATETIME(6) NOT NULL,
    PRIMARY KEY (drawing_id, version),
    KEY drawing_version_drawing (drawing_hash),
    KEY drawing_version_picture (picture_hash, drawing_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS drawing_share (
    id BINARY(16) NOT NULL PRIMARY KEY,
    drawing_id BINARY(16) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    label VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NULL,
    revoked_at DATETIME(6) NULL,
    UNIQUE KEY drawing_share_token (token_hash),
    KEY drawing_share_drawing (drawing_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS drawing_report (
    id BINARY(16) NOT NULL PRIMARY KEY,
    drawing_id BINARY(16) NOT NULL,
    picture_hash BINARY(32) NOT NULL,
    reason VARCHAR(20) CHARACTER SET ascii NOT NULL,
    text VARCHAR(1000) NULL,
    created_at DATETIME(6) NOT NULL,
    closed_at DATETIME(6) NULL,
    KEY drawing_report_open (closed_at, picture_hash),
    KEY drawing_report_picture (picture_hash, closed_at),
    KEY drawing_report_drawing (drawing_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What staff did about a picture, insert-only.
CREATE TABLE IF NOT EXISTS drawing_moderation (
    id BINARY(16) NOT NULL PRIMARY KEY,
    drawing_id BINARY(16) NULL,
    picture_hash BINARY(32) NOT NULL,
    action VARCHAR(20) CHARACTER SET ascii NOT NULL,
    reason VARCHAR(20) CHARACTER SET ascii NULL,
    text VARCHAR(300) NULL,
    done_by VARCHAR(60) NOT NULL,
    done_at DATETIME(6) NOT NULL,
    KEY drawing_moderation_picture (picture_hash, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
