-- What the store keeps for everybody: news (outbox), who works (lease), large bytes (blob).

-- Events are committed with their cause and numbered afterwards: whoever reads by seq misses none that was committed late.
-- A topic that begins with "queue." is a queue: its events stay until a worker has done them.
CREATE TABLE IF NOT EXISTS outbox (
    id BINARY(16) NOT NULL PRIMARY KEY,
    seq BIGINT NULL,
    topic VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    json MEDIUMTEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    due_at DATETIME(6) NULL,
    done_at DATETIME(6) NULL,
    attempts INT NOT NULL DEFAULT 0,
    why VARCHAR(300) NOT NULL DEFAULT '',
    UNIQUE KEY outbox_seq (seq),
    KEY outbox_topic (topic, seq),
    KEY outbox_queue (topic, done_at, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- numbered: the newest seq that was given; pruned: events up to this one may be gone.
CREATE TABLE IF NOT EXISTS outbox_mark (
    name VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT IGNORE INTO outbox_mark (name, seq) VALUES ('numbered', 0), ('pruned', 0);

-- How far each follower has read. A name with @ is of one host: nothing is kept for it.
CREATE TABLE IF NOT EXISTS outbox_cursor (
    name VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    updated_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS lease (
    name VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    holder VARCHAR(120) NOT NULL,
    fence BIGINT NOT NULL,
    expires_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `blob` (
    sha256 BINARY(32) NOT NULL PRIMARY KEY,
    media_type VARCHAR(100) CHARACTER SET ascii NOT NULL,
    byte_length BIGINT NOT NULL,
    bytes LONGBLOB NOT NULL,
    created_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
