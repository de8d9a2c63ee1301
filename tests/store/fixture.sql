-- Statements of the tests of the store.

-- name: insert exec rw
-- in: id id, parent id?, name text, note text?, count int, count_null int?, price minor, ratio decimal, ratio_null decimal?
-- in: made_at time, seen_at time?, on_sale bool, body bytes, body_null bytes?, extra json, extra_null json?
-- tables: thing w
INSERT INTO thing (id, parent_id, name, note, count, count_null, price_minor, ratio, ratio_null, made_at, seen_at, on_sale, body, body_null,
    extra, extra_null)
VALUES (:id, :parent, :name, :note, :count, :count_null, :price, :ratio, :ratio_null, :made_at, :seen_at, :on_sale, :body, :body_null,
    :extra, :extra_null);

-- name: get one ro
-- in: id id
-- out: id id, parent id?, name text, note text?, count int, count_null int?, price minor, ratio decimal, ratio_null decimal?
-- out: made_at time, seen_at time?, on_sale bool, body bytes, body_null bytes?, extra json, extra_null json?
-- tables: thing
SELECT id, parent_id, name, note, count, count_null, price_minor, ratio, ratio_null, made_at, seen_at, on_sale, body, body_null,
    extra, extra_null
FROM thing WHERE id = :id

-- name: list many ro
-- in: name text, least int
-- out: id id, name text, count int
-- tables: thing r
SELECT id, name, count FROM thing
WHERE count >= 0
--? name AND name = :name
--? least AND count >= :least AND count >= :least
ORDER BY name, id -- a comment that is left out: ? ' "

-- name: by_ids many ro
-- in: ids id[], counts int[], names text[]
-- out: name text
-- tables: thing
SELECT name FROM thing WHERE id IN (:ids) OR count IN (:counts) OR name IN (:names) ORDER BY name

-- name: tree many ro
-- in: low int
-- out: id id, _hidden int, size.count int, size.ratio decimal?, parent id?
-- child: parts[] parts_of(id)
-- child: names[] of names_of(id)
-- child: above above_of(parent)
-- child: siblings[] of names_of(parent)
-- tables: thing
SELECT id, 7, count, ratio_null, parent_id FROM thing WHERE parent_id IS NULL OR count >= :low ORDER BY name

-- name: parts_of many ro
-- in: parents id[], low int
-- out: parent id, id id, name text
-- child: names[] of names_of(id)
-- tables: thing
SELECT parent_id, id, name FROM thing WHERE parent_id IN (:parents) AND count >= :low ORDER BY name

-- name: names_of many ro
-- in: parents id[]
-- out: parent id, name text
-- tables: thing
SELECT parent_id, name FROM thing WHERE parent_id IN (:parents) ORDER BY name DESC

-- name: above_of many ro
-- in: parents id[]
-- out: parent id, name text
-- tables: thing
SELECT id, name FROM thing WHERE id IN (:parents)

-- name: add_count exec rw
-- in: id id, by int
-- tables: thing ru
UPDATE thing SET count = count + :by WHERE id = :id

-- name: lock one rw
-- in: id id
-- out: count int
-- tables: thing r
SELECT count FROM thing WHERE id = :id FOR UPDATE

-- name: remove exec rw
-- in: id id
-- tables: thing rd
DELETE FROM thing WHERE id = :id

-- name: total one ro
-- out: things int, sum int?
-- tables: thing
SELECT COUNT(*), SUM(count) FROM thing

-- name: connection one ro
-- out: id int, strict text, zone text, isolation text
-- tables: thing
SELECT CONNECTION_ID(), @@sql_mode, @@time_zone, @@tx_isolation

-- name: nap one ro
-- in: seconds decimal
-- out: slept int
-- tables: thing
SELECT SLEEP(:seconds)

-- name: wrong_null one ro
-- out: name text
-- tables: thing
SELECT NULL

-- name: many_rows many ro
-- out: n int, pad text
-- tables: thing
WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 900) SELECT n, REPEAT('x', 1000) FROM seq

-- name: insert_returning one rw
-- in: id id, name text
-- out: name text, made_at time
-- tables: thing rw
INSERT INTO thing (id, name, price_minor, ratio, made_at, on_sale, body, extra)
VALUES (:id, :name, 0, 0, '2026-01-02 03:04:05', 0, '', '{}') RETURNING name, made_at
