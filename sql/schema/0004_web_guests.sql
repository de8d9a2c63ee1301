-- Guests: people without an account who own what they made. A guest is its tokens, one a device; the links add a device, once each.
CREATE TABLE IF NOT EXISTS guest_token (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    guest_id BINARY(16) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    KEY guest_token_guest (guest_id),
    KEY guest_token_seen (seen_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS guest_link (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    guest_id BINARY(16) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    KEY guest_link_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
