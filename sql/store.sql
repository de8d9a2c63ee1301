-- Statements of the store itself: every account may run them.

-- name: schema_level one ro
-- out: level int
-- tables: schema_migration
SELECT COALESCE(MAX(number), 0) FROM schema_migration

-- What an acknowledged commit needs to outlive a loss of power, and a replica or backup to have it too.
-- name: settings many ro
-- out: name text, value text, wanted text
-- tables:
SELECT 'innodb_flush_log_at_trx_commit', @@GLOBAL.innodb_flush_log_at_trx_commit, '1'
UNION ALL SELECT 'sync_binlog', @@GLOBAL.sync_binlog, '1'
UNION ALL SELECT 'innodb_doublewrite', @@GLOBAL.innodb_doublewrite, '1'
UNION ALL SELECT 'log_bin', @@GLOBAL.log_bin, '1'
UNION ALL SELECT 'binlog_format', @@GLOBAL.binlog_format, 'ROW'

-- name: outbox_add exec rw
-- in: id id, topic text, json text, now time
-- tables: outbox w
INSERT INTO outbox (id, topic, json, created_at) VALUES (:id, :topic, :json, :now)

-- name: outbox_unnumbered many ro
-- in: limit int
-- out: id id
-- tables: outbox
SELECT id FROM outbox WHERE seq IS NULL ORDER BY created_at, id LIMIT :limit

-- name: outbox_mark_lock one rw
-- in: name text
-- out: seq int
-- tables: outbox_mark r
SELECT seq FROM outbox_mark WHERE name = :name FOR UPDATE

-- name: outbox_mark_set exec rw
-- in: name text, seq int
-- tables: outbox_mark ru
UPDATE outbox_mark SET seq = :seq WHERE name = :name

-- name: outbox_set_seq exec rw
-- in: id id, seq int
-- tables: outbox ru
UPDATE outbox SET seq = :seq WHERE id = :id AND seq IS NULL

-- name: outbox_state one ro
-- in: follower text
-- out: numbered int, pruned int, cursor int
-- tables: outbox_mark, outbox_cursor
SELECT seq, (SELECT seq FROM outbox_mark WHERE name = 'pruned'),
    COALESCE((SELECT seq FROM outbox_cursor WHERE name = :follower), -1)
FROM outbox_mark WHERE name = 'numbered'

-- name: outbox_cursor_add exec rw
-- in: follower text, now time
-- tables: outbox_cursor w
INSERT IGNORE INTO outbox_cursor (name, seq, updated_at) VALUES (:follower, 0, :now)

-- name: outbox_cursor_lock one rw
-- in: follower text
-- out: seq int
-- tables: outbox_cursor r
SELECT seq FROM outbox_cursor WHERE name = :follower FOR UPDATE

-- name: outbox_cursor_set exec rw
-- in: follower text, seq int, now time
-- tables: outbox_cursor ru
UPDATE outbox_cursor SET seq = :seq, updated_at = :now WHERE name = :follower

-- name: outbox_read many ro
-- in: topic text, after int, upto int, limit int
-- out: seq int, id id, topic text, json text, created_at time
-- tables: outbox
SELECT seq, id, topic, json, created_at FROM outbox
WHERE topic = :topic AND seq > :after AND seq <= :upto ORDER BY seq LIMIT :limit

-- name: outbox_due many rw
-- in: topic text, now time, limit int
-- out: seq int, id id, topic text, json text, created_at time
-- tables: outbox r
SELECT seq, id, topic, json, created_at FROM outbox
WHERE topic = :topic AND done_at IS NULL AND seq IS NOT NULL AND (due_at IS NULL OR due_at <= :now)
ORDER BY seq LIMIT :limit FOR UPDATE SKIP LOCKED

-- name: outbox_set_claimed exec rw
-- in: seq int, due_at time
-- tables: outbox ru
UPDATE outbox SET due_at = :due_at, attempts = attempts + 1 WHERE seq = :seq

-- name: outbox_set_done exec rw
-- in: seq int, now time
-- tables: outbox ru
UPDATE outbox SET done_at = :now WHERE seq = :seq AND done_at IS NULL

-- name: outbox_set_failed exec rw
-- in: seq int, due_at time, why text
-- tables: outbox ru
UPDATE outbox SET due_at = :due_at, why = LEFT(:why, 300) WHERE seq = :seq AND done_at IS NULL

-- name: outbox_prunable one ro
-- in: before time
-- out: upto int
-- tables: outbox, outbox_cursor
SELECT LEAST(COALESCE((SELECT MAX(seq) FROM outbox WHERE seq IS NOT NULL AND created_at < :before), 0),
    COALESCE((SELECT MIN(seq) FROM outbox_cursor WHERE name NOT LIKE '%@%'), 9223372036854775807))

-- name: outbox_delete exec rw
-- in: upto int, limit int
-- tables: outbox rd
DELETE FROM outbox WHERE seq <= :upto AND (done_at IS NOT NULL OR topic NOT LIKE 'queue.%') ORDER BY seq LIMIT :limit

-- name: lease_prolong exec rw
-- in: name text, holder text, seconds int
-- tables: lease ru
UPDATE lease SET fence = IF(holder = :holder AND expires_at > UTC_TIMESTAMP(6), fence, fence + 1), holder = :holder,
    expires_at = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
WHERE name = :name AND (holder = :holder OR expires_at <= UTC_TIMESTAMP(6))

-- name: lease_add exec rw
-- in: name text, holder text, seconds int
-- tables: lease w
INSERT IGNORE INTO lease (name, holder, fence, expires_at)
VALUES (:name, :holder, 1, UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND)

-- name: lease_get one ro
-- in: name text
-- out: holder text, fence int, valid bool
-- tables: lease
SELECT holder, fence, expires_at > UTC_TIMESTAMP(6) FROM lease WHERE name = :name

-- name: lease_lock one rw
-- in: name text
-- out: fence int
-- tables: lease r
SELECT fence FROM lease WHERE name = :name FOR UPDATE

-- name: lease_end exec rw
-- in: name text, holder text
-- tables: lease ru
UPDATE lease SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE name = :name AND holder = :holder

-- Locked: what is there stays until the caller's transaction names it.
-- name: blob_has one rw
-- in: sha256 bytes
-- out: byte_length int
-- tables: blob
SELECT byte_length FROM `blob` WHERE sha256 = :sha256 LOCK IN SHARE MODE

-- name: blob_add exec rw
-- in: sha256 bytes, media_type text, byte_length int, bytes bytes, now time
-- tables: blob w
INSERT IGNORE INTO `blob` (sha256, media_type, byte_length, bytes, created_at)
VALUES (:sha256, :media_type, :byte_length, :bytes, :now)

-- name: blob_get one ro
-- in: sha256 bytes
-- out: media_type text, bytes bytes
-- tables: blob
SELECT media_type, bytes FROM `blob` WHERE sha256 = :sha256
