-- For tests/bench/run: each request submits another drawing, as CHD1 (docs/chd1.md): three strokes with pressure and times on a
-- canvas of 4096, 132 points, about 640 bytes: half as much again as the median of drawings by hand. KEY is an API key; how many
-- were acknowledged is added to the file ACKNOWLEDGED.
dofile("tests/bench/report.lua")
local report = done
local band, rshift = bit.band, bit.rshift
local POINTS, STROKES = 44, 3
local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

local function varint(n)
    local s = ""
    while n > 127 do
        s = s .. string.char(band(n, 127) + 128)
        n = rshift(n, 7)
    end
    return s .. string.char(n)
end

-- The first value and each difference, zigzag.
local function deltas(list)
    local out, before = {}, 0
    for i, v in ipairs(list) do
        local d = v - before
        out[i] = varint(d < 0 and -2 * d - 1 or 2 * d)
        before = v
    end
    return table.concat(out)
end

-- A coil around a place that no other stroke of this run has.
local function stroke(serial, k)
    local x, y, pressure, times = {}, {}, {}, {}
    local left, top = 700 + serial % 2048, 700 + math.floor(serial / 2048) % 2048
    for i = 1, POINTS do
        x[i] = left + 300 * k + math.floor(9 * i * math.cos(i / 4))
        y[i] = top + math.floor(9 * i * math.sin(i / 4))
        pressure[i] = 120 + i * 37 % 120
        times[i] = varint(i == 1 and 300 or 8 + i % 9)
    end
    -- draw, pressure, time, curve; layer 1; colour 0; width 40
    return string.char(0x3c, 0, 40) .. varint(POINTS) .. deltas(x) .. deltas(y) .. deltas(pressure) .. table.concat(times)
end

local function drawing(serial)
    local parts = { "CHD1", string.char(1, 0), varint(4096), varint(4096), string.char(1, 0x2c, 0x1b, 0x3d, 0xff), varint(STROKES) }
    for k = 0, STROKES - 1 do
        parts[#parts + 1] = stroke(serial, k)
    end
    return table.concat(parts)
end

function init()
    -- Other runs and other threads have other drawings.
    math.randomseed(os.time() * 16 + number)
    serial = math.random(0, 2048 * 2048 - 1)
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/vnd.midway.chd1"
    wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
end

function request()
    serial = serial + 1
    return wrk.format(nil, nil, nil, drawing(serial))
end

function done(summary, latency, requests)
    local file = assert(io.open(os.getenv("ACKNOWLEDGED"), "a"))
    file:write(summary.requests - summary.errors.status, "\n")
    file:close()
    report(summary, latency, requests)
end
