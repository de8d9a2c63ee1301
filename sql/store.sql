-- Statements of the store itself: every account may run them.

-- name: schema_level one ro
-- out: level int
-- tables: schema_migration
SELECT COALESCE(MAX(number), 0) FROM schema_migration
