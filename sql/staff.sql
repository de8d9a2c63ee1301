-- Statements of staff: accounts, sessions, keys and the audit log.

-- name: account_for_sign_in  one ro
-- in: name text
-- out: id id, name text, role text, tenant int, hash text, disabled_at time?
-- tables: account, account_password
SELECT a.id, a.name, a.role, a.tenant, p.hash, a.disabled_at
FROM account a JOIN account_password p ON p.account_id = a.id WHERE a.name = :name

-- name: password_of  one ro
-- in: account_id id
-- out: hash text
-- tables: account_password
SELECT hash FROM account_password WHERE account_id = :account_id

-- name: password_lock  one rw
-- in: account_id id
-- out: hash text
-- tables: account_password
SELECT hash FROM account_password WHERE account_id = :account_id FOR UPDATE

-- A new password, or disabling, ends the sessions of an account: one whose password was compared before must not begin after.
-- name: session_add  exec rw
-- in: token_hash bytes, account_id id, password_hash text, now time, expires_at time, address text
-- tables: session rw, account, account_password
INSERT INTO session (token_hash, account_id, tenant, created_at, seen_at, expires_at, address)
SELECT :token_hash, a.id, a.tenant, :now, :now, :expires_at, :address
FROM account a JOIN account_password p ON p.account_id = a.id
WHERE a.id = :account_id AND a.disabled_at IS NULL AND p.hash = :password_hash LOCK IN SHARE MODE

-- name: session_end  exec rw
-- in: token_hash bytes
-- tables: session rd
DELETE FROM session WHERE token_hash = :token_hash

-- name: session_end_of  exec rw
-- in: account_id id, but bytes?
-- tables: session rd
DELETE FROM session WHERE account_id = :account_id AND (:but IS NULL OR token_hash <> :but)

-- name: session_prune  exec rw
-- in: now time, idle_since time
-- tables: session rd
DELETE FROM session WHERE expires_at < :now OR seen_at < :idle_since LIMIT 1000

-- name: idempotency_prune  exec rw
-- in: before time
-- tables: idempotency rd
DELETE FROM idempotency WHERE created_at < :before LIMIT 1000

-- name: guest_token_prune  exec rw
-- in: before time
-- tables: guest_token rd
DELETE FROM guest_token WHERE seen_at < :before LIMIT 1000

-- name: guest_link_prune  exec rw
-- in: now time
-- tables: guest_link rd
DELETE FROM guest_link WHERE expires_at < :now LIMIT 1000

-- name: accounts  many ro
-- in: q text, after text, limit int
-- out: id id, name text, role text, disabled bool, created_at time, seen_at time?
-- tables: account, session
SELECT a.id, a.name, a.role, a.disabled_at IS NOT NULL, a.created_at,
       (SELECT MAX(s.seen_at) FROM session s WHERE s.account_id = a.id)
FROM account a WHERE a.name > :after
--? search AND a.name LIKE CONCAT('%', :q, '%')
ORDER BY a.name LIMIT :limit

-- name: account_by_id  one ro
-- in: id id
-- out: id id, name text, role text, version int, disabled_at time?, created_at time, seen_at time?, sessions int
-- tables: account, session
SELECT a.id, a.name, a.role, a.version, a.disabled_at, a.created_at,
       (SELECT MAX(s.seen_at) FROM session s WHERE s.account_id = a.id),
       (SELECT COUNT(*) FROM session s WHERE s.account_id = a.id)
FROM account a WHERE a.id = :id

-- name: account_by_name  one ro
-- in: name text
-- out: id id, role text, version int
-- tables: account
SELECT id, role, version FROM account WHERE name = :name

-- name: account_add  exec rw
-- in: id id, name text, role text, now time
-- tables: account rw
INSERT INTO account (id, name, role, created_at, updated_at) VALUES (:id, :name, :role, :now, :now)

-- name: accounts_lock  many rw
-- in: ids id[]
-- out: id id, active_admin bool
-- tables: account
SELECT id, role = 'admin' AND disabled_at IS NULL FROM account WHERE id IN (:ids) ORDER BY id FOR UPDATE

-- name: account_set_role  exec rw
-- in: id id, version int, role text, now time
-- tables: account ru
UPDATE account SET role = :role, version = version + 1, updated_at = :now WHERE id = :id AND version = :version

-- name: account_set_disabled  exec rw
-- in: id id, version int, disabled_at time?, now time
-- tables: account ru
UPDATE account SET disabled_at = :disabled_at, version = version + 1, updated_at = :now WHERE id = :id AND version = :version

-- name: password_set  exec rw
-- in: account_id id, hash text, now time
-- tables: account_password rwu
INSERT INTO account_password (account_id, hash, changed_at) VALUES (:account_id, :hash, :now)
ON DUPLICATE KEY UPDATE hash = :hash, changed_at = :now

-- name: keys  many ro
-- in: limit int
-- out: id id, name text, scopes text, created_by text?, created_at time, used_at time?, expires_at time?, revoked_at time?
-- tables: api_key, account
SELECT k.id, k.name, k.scopes, a.name, k.created_at, k.used_at, k.expires_at, k.revoked_at
FROM api_key k LEFT JOIN account a ON a.id = k.created_by ORDER BY k.revoked_at IS NOT NULL, k.id DESC LIMIT :limit

-- name: key_add  exec rw
-- in: id id, name text, token_hash bytes, scopes text, created_by id?, now time, expires_at time?
-- tables: api_key rw
INSERT INTO api_key (id, name, token_hash, scopes, created_by, created_at, expires_at)
VALUES (:id, :name, :token_hash, :scopes, :created_by, :now, :expires_at)

-- name: key_revoke  exec rw
-- in: id id, now time
-- tables: api_key ru
UPDATE api_key SET revoked_at = COALESCE(revoked_at, :now) WHERE id = :id

-- name: key_revoke_named  exec rw
-- in: name text, now time
-- tables: api_key ru
UPDATE api_key SET revoked_at = :now WHERE name = :name AND revoked_at IS NULL

-- name: audit_last  one ro
-- out: seq int, hash bytes
-- tables: audit_log
SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1

-- name: audit_add  exec rw
-- in: seq int, at time, actor_kind text, actor_id id?, actor text, action text, object text, detail text, address text, request_id text, previous bytes, hash bytes
-- tables: audit_log rw
INSERT INTO audit_log (seq, at, actor_kind, actor_id, actor, action, object, detail, address, request_id, previous, hash)
VALUES (:seq, :at, :actor_kind, :actor_id, :actor, :action, :object, :detail, :address, :request_id, :previous, :hash)

-- name: audit_walk  many ro
-- in: after int, limit int
-- out: seq int, at time, actor_kind text, actor_id id?, actor text, action text, object text, detail text, address text, request_id text, previous bytes, hash bytes
-- tables: audit_log
SELECT seq, at, actor_kind, actor_id, actor, action, object, detail, address, request_id, previous, hash
FROM audit_log WHERE seq > :after ORDER BY seq LIMIT :limit

-- name: audit_page  many ro
-- in: before int, after int, actor text, action text, since time, until time, limit int
-- out: seq int, at time, actor_kind text, actor text, action text, object text, detail text, address text, request_id text
-- tables: audit_log
SELECT seq, at, actor_kind, actor, action, object, detail, address, request_id FROM audit_log WHERE 1 = 1
--? before AND seq < :before
--? after AND seq > :after
--? actor AND actor = :actor
--? action AND action = CONVERT(:action USING ascii)
--? since AND at >= :since
--? until AND at < :until
--? after ORDER BY seq ASC LIMIT :limit
--? newest ORDER BY seq DESC LIMIT :limit

-- name: audit_actions  many ro
-- out: action text
-- tables: audit_log
SELECT DISTINCT action FROM audit_log ORDER BY action
