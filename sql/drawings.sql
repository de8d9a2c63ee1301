-- Statements of drawings.

-- name: stored  many ro
-- in: ids id[]
-- out: id id, owner_id id, version int, edit_token_hash bytes?, drawing_hash bytes, picture_hash bytes, title text?, author text?, tags json, width int, height int, stroke_count int, point_count int, duration_ms int, is_public bool, approved bool, hidden bool, listed bool, views int, created_at time, updated_at time, parent_id id?, parent_title text?, parent_author text?, parent_listed bool
-- tables: drawing
SELECT d.id, d.owner_id, d.version, d.edit_token_hash, d.drawing_hash, d.picture_hash, d.title, d.author, d.tags, d.width, d.height,
       d.stroke_count, d.point_count, d.duration_ms, d.is_public, d.approved, d.hidden, d.listed, d.views, d.created_at, d.updated_at,
       d.parent_id, p.title, p.author, COALESCE(p.listed, 0)
FROM drawing d LEFT JOIN drawing p ON p.id = d.parent_id
WHERE d.id IN (:ids) AND d.deleted_at IS NULL

-- name: lock  one rw
-- in: id id
-- out: version int
-- tables: drawing ru
SELECT version FROM drawing WHERE id = :id AND deleted_at IS NULL FOR UPDATE

-- name: by_once  one rw
-- in: once_key bytes
-- out: id id
-- tables: drawing ru
SELECT id FROM drawing WHERE once_key = :once_key AND deleted_at IS NULL FOR UPDATE

-- The optimizer would read a prolific author's rows from the first one on, and what is not listed with what is.
-- name: newest  many ro
-- in: before id, tag text?, author text?, limit int
-- out: id id
-- tables: drawing, drawing_tag
SELECT d.id FROM drawing d
--? all FORCE INDEX (drawing_newest)
--? author_only FORCE INDEX (drawing_author)
--? tag JOIN drawing_tag t ON t.drawing_id = d.id AND t.tag = :tag
WHERE d.listed = 1 AND d.id < :before
--? author AND d.author = :author
ORDER BY d.id DESC LIMIT :limit

-- name: most_viewed  many ro
-- in: before id, views int, tag text?, author text?, limit int
-- out: id id
-- tables: drawing, drawing_tag
SELECT d.id FROM drawing d
--? by_views FORCE INDEX (drawing_views)
--? author_only FORCE INDEX (drawing_author_views)
--? tag JOIN drawing_tag t ON t.drawing_id = d.id AND t.tag = :tag
WHERE d.listed = 1 AND d.views <= :views AND (d.views < :views OR d.id < :before)
--? author AND d.author = :author
ORDER BY d.views DESC, d.id DESC LIMIT :limit

-- name: tag_common  one ro
-- in: tag text, many int
-- out: is_common bool
-- tables: drawing_tag
SELECT COUNT(*) >= :many FROM (SELECT 1 FROM drawing_tag WHERE tag = :tag LIMIT :many) t

-- name: owned  many ro
-- in: owner_id id, before id, limit int
-- out: id id
-- tables: drawing
SELECT id FROM drawing WHERE owner_id = :owner_id AND id < :before AND deleted_at IS NULL ORDER BY id DESC LIMIT :limit

-- name: owned_count  one ro
-- in: owner_id id
-- out: n int
-- tables: drawing
SELECT COUNT(*) FROM drawing WHERE owner_id = :owner_id AND deleted_at IS NULL

-- name: children  many ro
-- in: parent_id id, limit int
-- out: id id
-- tables: drawing
SELECT id FROM drawing WHERE parent_id = :parent_id AND listed = 1 ORDER BY id DESC LIMIT :limit

-- name: remixes  many ro
-- in: parent_id id
-- out: id id
-- tables: drawing
SELECT id FROM drawing WHERE parent_id = :parent_id AND listed = 1

-- Of the newest drawings: what people draw these days, at the same price however many there are.
-- name: tags_used  many ro
-- in: limit int
-- out: tag text, n int
-- tables: drawing, drawing_tag
SELECT t.tag, COUNT(*) FROM (SELECT id FROM drawing WHERE listed = 1 ORDER BY id DESC LIMIT 1000) d
JOIN drawing_tag t ON t.drawing_id = d.id GROUP BY t.tag ORDER BY COUNT(*) DESC, t.tag LIMIT :limit

-- name: add  exec rw
-- in: id id, owner_id id, once_key bytes?, edit_token_hash bytes?, drawing_hash bytes, picture_hash bytes, title text?, author text?, tags json, width int, height int, stroke_count int, point_count int, duration_ms int, is_public bool, approved bool, hidden bool, parent_id id?, now time
-- tables: drawing rw
INSERT INTO drawing (id, owner_id, version, once_key, edit_token_hash, drawing_hash, picture_hash, title, author, tags, width, height,
                     stroke_count, point_count, duration_ms, is_public, approved, hidden, parent_id, created_at, updated_at)
VALUES (:id, :owner_id, 1, :once_key, :edit_token_hash, :drawing_hash, :picture_hash, :title, :author, :tags, :width, :height,
        :stroke_count, :point_count, :duration_ms, :is_public, :approved, :hidden, :parent_id, :now, :now)

-- name: redraw  exec rw
-- in: id id, version int, drawing_hash bytes, picture_hash bytes, width int, height int, stroke_count int, point_count int, duration_ms int, approved bool, hidden bool, now time
-- tables: drawing ru
UPDATE drawing SET version = version + 1, drawing_hash = :drawing_hash, picture_hash = :picture_hash, width = :width, height = :height,
       stroke_count = :stroke_count, point_count = :point_count, duration_ms = :duration_ms, approved = :approved, hidden = :hidden,
       updated_at = :now
WHERE id = :id AND version = :version AND deleted_at IS NULL

-- name: set_details  exec rw
-- in: id id, version int, title text?, author text?, tags json, is_public bool, approved bool, now time
-- tables: drawing ru
UPDATE drawing SET version = version + 1, title = :title, author = :author, tags = :tags, is_public = :is_public,
       approved = :approved, updated_at = :now
WHERE id = :id AND version = :version AND deleted_at IS NULL

-- name: set_owner  exec rw
-- in: id id, owner_id id
-- tables: drawing ru
UPDATE drawing SET owner_id = :owner_id WHERE id = :id

-- name: move_all  exec rw
-- in: from id, to id
-- tables: drawing ru
UPDATE drawing SET owner_id = :to WHERE owner_id = :from

-- name: remove  exec rw
-- in: id id, version int, now time
-- tables: drawing ru
UPDATE drawing SET deleted_at = :now, version = version + 1, once_key = NULL WHERE id = :id AND version = :version AND deleted_at IS NULL

-- name: tags_clear  exec rw
-- in: drawing_id id
-- tables: drawing_tag rd
DELETE FROM drawing_tag WHERE drawing_id = :drawing_id

-- name: tag_add  exec rw
-- in: drawing_id id, tag text
-- tables: drawing_tag rw
INSERT INTO drawing_tag (drawing_id, tag) VALUES (:drawing_id, :tag)

-- name: viewed  exec rw
-- in: id id
-- tables: drawing ru
UPDATE drawing SET views = views + 1 WHERE id = :id AND listed = 1

-- name: version_add  exec rw
-- in: drawing_id id, version int, drawing_hash bytes, picture_hash bytes, stroke_count int, point_count int, duration_ms int, now time
-- tables: drawing_version rw
INSERT INTO drawing_version (drawing_id, version, drawing_hash, picture_hash, stroke_count, point_count, duration_ms, saved_at)
VALUES (:drawing_id, :version, :drawing_hash, :picture_hash, :stroke_count, :point_count, :duration_ms, :now)

-- name: versions  many ro
-- in: drawing_id id, before int, limit int
-- out: version int, drawing_hash bytes, picture_hash bytes, stroke_count int, point_count int, duration_ms int, saved_at time
-- tables: drawing_version
SELECT version, drawing_hash, picture_hash, stroke_count, point_count, duration_ms, saved_at FROM drawing_version
WHERE drawing_id = :drawing_id AND version < :before ORDER BY version DESC LIMIT :limit

-- name: version_one  one ro
-- in: drawing_id id, version int
-- out: version int, drawing_hash bytes, picture_hash bytes, stroke_count int, point_count int, duration_ms int, saved_at time
-- tables: drawing_version
SELECT version, drawing_hash, picture_hash, stroke_count, point_count, duration_ms, saved_at FROM drawing_version
WHERE drawing_id = :drawing_id AND version = :version

-- The newest bytes stand for a picture, so that it can be drawn however old it is.
-- name: picture_add  exec rw
-- in: picture_hash bytes, drawing_hash bytes, renderer int, now time
-- tables: drawing_picture rwu
INSERT INTO drawing_picture (picture_hash, drawing_hash, renderer, created_at) VALUES (:picture_hash, :drawing_hash, :renderer, :now)
ON DUPLICATE KEY UPDATE drawing_hash = :drawing_hash

-- name: picture_lock  one rw
-- in: picture_hash bytes
-- out: hidden bool
-- tables: drawing_picture ru
SELECT hidden_at IS NOT NULL FROM drawing_picture WHERE picture_hash = :picture_hash FOR UPDATE

-- name: picture  one ro
-- in: picture_hash bytes
-- out: drawing_hash bytes, renderer int, is_hidden bool, is_listed bool
-- tables: drawing_picture, drawing
SELECT drawing_hash, renderer, hidden_at IS NOT NULL,
       EXISTS (SELECT 1 FROM drawing d WHERE d.picture_hash = p.picture_hash AND d.listed = 1)
FROM drawing_picture p WHERE p.picture_hash = :picture_hash

-- The rasteriser's version of a listed drawing's picture; 0 where no listed drawing is made of these bytes.
-- name: replayable  one ro
-- in: drawing_hash bytes
-- out: renderer int
-- tables: drawing, drawing_picture
SELECT COALESCE(MAX(p.renderer), 0) FROM drawing d JOIN drawing_picture p ON p.picture_hash = d.picture_hash
WHERE d.drawing_hash = :drawing_hash AND d.listed = 1

-- name: picture_hide  exec rw
-- in: picture_hash bytes, now time?
-- tables: drawing_picture ru
UPDATE drawing_picture SET hidden_at = :now WHERE picture_hash = :picture_hash

-- name: hide_all  exec rw
-- in: picture_hash bytes, hidden bool
-- tables: drawing ru
UPDATE drawing SET hidden = :hidden WHERE picture_hash = :picture_hash

-- name: of_picture  many ro
-- in: picture_hash bytes, limit int
-- out: id id
-- tables: drawing
SELECT id FROM drawing WHERE picture_hash = :picture_hash AND deleted_at IS NULL ORDER BY id DESC LIMIT :limit

-- name: alike  many ro
-- in: picture_hash bytes
-- out: id id, drawing_hash bytes
-- tables: drawing
SELECT id, drawing_hash FROM drawing WHERE picture_hash = :picture_hash AND deleted_at IS NULL

-- What those were made out of, and what was made out of them.
-- name: alike_family  many ro
-- in: picture_hash bytes
-- out: id id
-- tables: drawing
SELECT parent_id FROM drawing WHERE picture_hash = :picture_hash AND deleted_at IS NULL AND parent_id IS NOT NULL
UNION SELECT remix.id FROM drawing JOIN drawing AS remix ON remix.parent_id = drawing.id
WHERE drawing.picture_hash = :picture_hash AND drawing.deleted_at IS NULL AND remix.listed = 1

-- name: share_add  exec rw
-- in: id id, drawing_id id, token_hash bytes, label text, now time, expires_at time?
-- tables: drawing_share rw
INSERT INTO drawing_share (id, drawing_id, token_hash, label, created_at, expires_at)
VALUES (:id, :drawing_id, :token_hash, :label, :now, :expires_at)

-- name: shares  many ro
-- in: drawing_id id, now time, limit int
-- out: id id, label text, created_at time, expires_at time?, revoked_at time?
-- tables: drawing_share
SELECT id, label, created_at, expires_at, revoked_at FROM drawing_share WHERE drawing_id = :drawing_id
ORDER BY revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now) DESC, id DESC LIMIT :limit

-- name: shares_active  one ro
-- in: drawing_id id, now time
-- out: n int
-- tables: drawing_share
SELECT COUNT(*) FROM drawing_share WHERE drawing_id = :drawing_id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)

-- name: share_by_token  one ro
-- in: token_hash bytes, now time
-- out: drawing_id id, expires_at time?
-- tables: drawing_share, drawing
SELECT s.drawing_id, s.expires_at FROM drawing_share s JOIN drawing d ON d.id = s.drawing_id
WHERE s.token_hash = :token_hash AND s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > :now) AND d.deleted_at IS NULL

-- name: share_revoke  exec rw
-- in: id id, drawing_id id, now time
-- tables: drawing_share ru
UPDATE drawing_share SET revoked_at = :now WHERE id = :id AND drawing_id = :drawing_id AND revoked_at IS NULL

-- name: report_add  exec rw
-- in: id id, drawing_id id, picture_hash bytes, reason text, text text?, now time
-- tables: drawing_report rw
INSERT INTO drawing_report (id, drawing_id, picture_hash, reason, text, created_at)
VALUES (:id, :drawing_id, :picture_hash, :reason, :text, :now)

-- name: reports_open  many ro
-- in: limit int
-- out: picture_hash bytes
-- tables: drawing_report, drawing
SELECT r.picture_hash FROM drawing_report r
WHERE r.closed_at IS NULL AND EXISTS (SELECT 1 FROM drawing d WHERE d.picture_hash = r.picture_hash AND d.deleted_at IS NULL)
GROUP BY r.picture_hash ORDER BY COUNT(*) DESC, MIN(r.created_at) LIMIT :limit

-- name: reports_of  many ro
-- in: picture_hash bytes, limit int
-- out: reason text, text text?, created_at time
-- tables: drawing_report
SELECT reason, text, created_at FROM drawing_report WHERE picture_hash = :picture_hash AND closed_at IS NULL ORDER BY id LIMIT :limit

-- name: reports_close  exec rw
-- in: picture_hash bytes, now time
-- tables: drawing_report ru
UPDATE drawing_report SET closed_at = :now WHERE picture_hash = :picture_hash AND closed_at IS NULL

-- name: care_counts  one ro
-- out: reported int, waiting int
-- tables: drawing_report, drawing
SELECT (SELECT COUNT(DISTINCT r.picture_hash) FROM drawing_report r WHERE r.closed_at IS NULL
            AND EXISTS (SELECT 1 FROM drawing d WHERE d.picture_hash = r.picture_hash AND d.deleted_at IS NULL)),
       (SELECT COUNT(*) FROM drawing WHERE waiting = 1)

-- name: waiting  many ro
-- in: limit int
-- out: id id
-- tables: drawing
SELECT id FROM drawing WHERE waiting = 1 ORDER BY id LIMIT :limit

-- name: hidden  many ro
-- in: limit int
-- out: picture_hash bytes
-- tables: drawing_picture, drawing
SELECT p.picture_hash FROM drawing_picture p
WHERE p.hidden_at IS NOT NULL AND EXISTS (SELECT 1 FROM drawing d WHERE d.picture_hash = p.picture_hash AND d.deleted_at IS NULL)
ORDER BY p.hidden_at DESC LIMIT :limit

-- name: approve  exec rw
-- in: id id, version int
-- tables: drawing ru
UPDATE drawing SET approved = 1 WHERE id = :id AND version = :version AND deleted_at IS NULL

-- name: moderation_add  exec rw
-- in: id id, drawing_id id?, picture_hash bytes, action text, reason text?, text text?, done_by text, now time
-- tables: drawing_moderation w
INSERT INTO drawing_moderation (id, drawing_id, picture_hash, action, reason, text, done_by, done_at)
VALUES (:id, :drawing_id, :picture_hash, :action, :reason, :text, :done_by, :now)

-- name: moderation_log  many ro
-- in: limit int
-- out: drawing_id id?, action text, reason text?, text text?, done_by text, done_at time
-- tables: drawing_moderation
SELECT drawing_id, action, reason, text, done_by, done_at FROM drawing_moderation ORDER BY id DESC LIMIT :limit

-- name: moderation_last  one ro
-- in: picture_hash bytes
-- out: reason text?, text text?, done_by text, done_at time
-- tables: drawing_moderation
SELECT reason, text, done_by, done_at FROM drawing_moderation WHERE picture_hash = :picture_hash AND action = 'hide' ORDER BY id DESC LIMIT 1

-- ---- what really goes ----

-- name: deleted  many ro
-- in: before time, limit int
-- out: id id
-- tables: drawing
SELECT id FROM drawing WHERE deleted_at < :before ORDER BY deleted_at LIMIT :limit

-- name: blob_lock  one rw
-- in: drawing_hash bytes
-- out: byte_length int
-- tables: blob
SELECT byte_length FROM `blob` WHERE sha256 = :drawing_hash FOR UPDATE

-- name: version_drop  exec rw
-- in: drawing_id id, version int
-- tables: drawing_version rd
DELETE FROM drawing_version WHERE drawing_id = :drawing_id AND version = :version

-- name: bytes_used  one ro
-- in: drawing_hash bytes
-- out: used bool
-- tables: drawing_version
SELECT EXISTS (SELECT 1 FROM drawing_version WHERE drawing_hash = :drawing_hash)

-- name: picture_bytes  one ro
-- in: picture_hash bytes
-- out: drawing_hash bytes
-- tables: drawing_version
SELECT drawing_hash FROM drawing_version WHERE picture_hash = :picture_hash LIMIT 1

-- name: picture_point  exec rw
-- in: picture_hash bytes, drawing_hash bytes
-- tables: drawing_picture ru
UPDATE drawing_picture SET drawing_hash = :drawing_hash WHERE picture_hash = :picture_hash

-- name: picture_drop  exec rw
-- in: picture_hash bytes
-- tables: drawing_picture rd
DELETE FROM drawing_picture WHERE picture_hash = :picture_hash AND hidden_at IS NULL

-- name: blob_drop  exec rw
-- in: drawing_hash bytes, media_type text
-- tables: blob rd
DELETE FROM `blob` WHERE sha256 = :drawing_hash AND media_type = :media_type

-- name: shares_drop  exec rw
-- in: drawing_id id
-- tables: drawing_share rd
DELETE FROM drawing_share WHERE drawing_id = :drawing_id

-- name: reports_end  exec rw
-- in: drawing_id id, now time
-- tables: drawing_report ru
UPDATE drawing_report SET closed_at = :now WHERE drawing_id = :drawing_id AND closed_at IS NULL

-- name: drop  exec rw
-- in: id id
-- tables: drawing rd
DELETE FROM drawing WHERE id = :id AND deleted_at IS NOT NULL
