-- Searches as people type them: words, beginnings of words, typos, tags, foods and allergens, no two alike in a row.
local words = { "roasted carrots", "chicken", "soup", "pump", "potatos", "salad with feta", "risotto", "curry", "lentils", "s",
    "goat cheese tart", "spätzle", "smoky beef burger", "quick noodles", "creme fraiche", "kale gratin", "pan", "black beans", "apple crumble", "xyzzy" }
local filters = { "", "&tag=vegan", "&ingredient=garlic", "&without=milk", "&max_minutes=30", "&category=Soup", "&cuisine=Thai&sort=newest", "&sort=title" }
local n = math.random(0, 100000)

request = function()
    n = n + 1
    local q = words[n % #words + 1]:gsub("[^a-z]", function(c) return string.format("%%%02X", string.byte(c)) end)
    return wrk.format("GET", "/api/v1/recipes?limit=20&q=" .. q .. filters[math.floor(n / #words) % #filters + 1])
end

function done(summary, latency, requests)
    local e = summary.errors
    io.write(string.format("result %.1f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
