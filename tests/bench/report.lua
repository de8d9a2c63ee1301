-- One line for tests/bench/run: requests a second, latency of half and of 99 % of them in ms, what was not a 2xx or 3xx.
function done(summary, latency, requests)
    local e = summary.errors
    io.write(string.format("result %.1f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
