-- Statements of the web layer: run by every program for its requests.

-- name: session_by_token  one ro
-- in: token_hash bytes, now time, idle_since time
-- out: account_id id, tenant int, name text, role text, seen_at time
-- tables: session, account
SELECT s.account_id, s.tenant, a.name, a.role, s.seen_at
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.token_hash = :token_hash AND s.expires_at > :now AND s.seen_at > :idle_since AND a.disabled_at IS NULL

-- name: session_seen  exec rw
-- in: token_hash bytes, now time
-- tables: session ru
UPDATE session SET seen_at = :now WHERE token_hash = :token_hash

-- name: key_by_token  one ro
-- in: token_hash bytes, now time
-- out: id id, tenant int, name text, scopes text, used_at time?
-- tables: api_key
SELECT id, tenant, name, scopes, used_at FROM api_key
WHERE token_hash = :token_hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)

-- name: key_used  exec rw
-- in: id id, now time
-- tables: api_key ru
UPDATE api_key SET used_at = :now WHERE id = :id

-- name: idempotency_add  exec rw
-- in: client bytes, route text, key_hash bytes, fingerprint bytes, now time
-- tables: idempotency rw
SET STATEMENT innodb_lock_wait_timeout = 0 FOR
INSERT INTO idempotency (client, route, key_hash, fingerprint, created_at)
VALUES (:client, :route, :key_hash, :fingerprint, :now)

-- name: idempotency_get  one ro
-- in: client bytes, route text, key_hash bytes
-- out: fingerprint bytes, status int, head text?, body bytes?
-- tables: idempotency
SELECT fingerprint, status, head, body FROM idempotency WHERE client = :client AND route = :route AND key_hash = :key_hash

-- name: idempotency_store  exec rw
-- in: client bytes, route text, key_hash bytes, status int, head text, body bytes
-- tables: idempotency ru
UPDATE idempotency SET status = :status, head = :head, body = :body
WHERE client = :client AND route = :route AND key_hash = :key_hash

-- name: guest_by_token  one ro
-- in: token_hash bytes
-- out: guest_id id, seen_at time
-- tables: guest_token
SELECT guest_id, seen_at FROM guest_token WHERE token_hash = :token_hash

-- name: guest_token_add  exec rw
-- in: token_hash bytes, guest_id id, now time
-- tables: guest_token w
INSERT INTO guest_token (token_hash, guest_id, created_at, seen_at) VALUES (:token_hash, :guest_id, :now, :now)

-- name: guest_token_seen  exec rw
-- in: token_hash bytes, now time
-- tables: guest_token ru
UPDATE guest_token SET seen_at = :now WHERE token_hash = :token_hash

-- name: guest_token_forget  exec rw
-- in: token_hash bytes
-- tables: guest_token rd
DELETE FROM guest_token WHERE token_hash = :token_hash

-- name: guest_tokens_move  exec rw
-- in: from id, to id
-- tables: guest_token ru
UPDATE guest_token SET guest_id = :to WHERE guest_id = :from

-- name: guest_link_add  exec rw
-- in: token_hash bytes, guest_id id, expires_at time
-- tables: guest_link rw
INSERT INTO guest_link (token_hash, guest_id, expires_at) VALUES (:token_hash, :guest_id, :expires_at)

-- name: guest_link  one ro
-- in: token_hash bytes, now time
-- out: guest_id id
-- tables: guest_link
SELECT guest_id FROM guest_link WHERE token_hash = :token_hash AND expires_at > :now

-- name: guest_link_use  exec rw
-- in: token_hash bytes, now time
-- tables: guest_link rd
DELETE FROM guest_link WHERE token_hash = :token_hash AND expires_at > :now
