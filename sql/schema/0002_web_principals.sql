-- Who may do what: accounts, sessions, keys; replies kept for idempotency keys; the audit log.
CREATE TABLE IF NOT EXISTS account (
    id BINARY(16) NOT NULL PRIMARY KEY,
    tenant INT UNSIGNED NOT NULL DEFAULT 0,
    name VARCHAR(60) NOT NULL,
    role ENUM('viewer', 'editor', 'manager', 'admin') NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    disabled_at DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    UNIQUE KEY account_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS account_password (
    account_id BINARY(16) NOT NULL PRIMARY KEY,
    hash VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS session (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    account_id BINARY(16) NOT NULL,
    tenant INT UNSIGNED NOT NULL DEFAULT 0,
    created_at DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    address VARCHAR(45) CHARACTER SET ascii NOT NULL,
    KEY session_account (account_id),
    KEY session_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS api_key (
    id BINARY(16) NOT NULL PRIMARY KEY,
    tenant INT UNSIGNED NOT NULL DEFAULT 0,
    name VARCHAR(60) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    scopes VARCHAR(400) CHARACTER SET ascii NOT NULL,
    created_by BINARY(16) NULL,
    created_at DATETIME(6) NOT NULL,
    used_at DATETIME(6) NULL,
    expires_at DATETIME(6) NULL,
    revoked_at DATETIME(6) NULL,
    UNIQUE KEY api_key_token (token_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS idempotency (
    client BINARY(32) NOT NULL,
    route VARCHAR(120) CHARACTER SET ascii NOT NULL,
    key_hash BINARY(32) NOT NULL,
    fingerprint BINARY(32) NOT NULL,
    status INT NOT NULL DEFAULT 0,
    head TEXT NULL,
    body MEDIUMBLOB NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (client, route, key_hash),
    KEY idempotency_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS audit_log (
    seq BIGINT NOT NULL PRIMARY KEY,
    at DATETIME(6) NOT NULL,
    actor_kind VARCHAR(16) CHARACTER SET ascii NOT NULL,
    actor_id BINARY(16) NULL,
    actor VARCHAR(60) NOT NULL,
    action VARCHAR(140) CHARACTER SET ascii NOT NULL,
    object VARCHAR(400) NOT NULL,
    detail TEXT NOT NULL,
    address VARCHAR(45) CHARACTER SET ascii NOT NULL,
    request_id VARCHAR(32) CHARACTER SET ascii NOT NULL,
    previous BINARY(32) NOT NULL,
    hash BINARY(32) NOT NULL,
    KEY audit_log_actor (actor, seq),
    KEY audit_log_action (action, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
