-- Sends what the lines before this one ask for, and prints the result as one line that can be parsed.
if body_bytes > 0 then
  wrk.method = "POST"
  wrk.body = string.rep("x", body_bytes)
  wrk.headers["Content-Type"] = "application/octet-stream"
end
if close then
  wrk.headers["Connection"] = "close"
end

-- One route after the other, so that all of them are in use.
if routes_used > 0 then
  local requests = {}
  local next = 0
  function init()
    for i = 1, routes_used do
      local route = math.floor((i - 1) * routes / routes_used) + 1
      requests[i] = wrk.format(nil, "/api/service-" .. route .. "/small")
    end
  end
  function request()
    next = next % routes_used + 1
    return requests[next]
  end
end

function done(summary, latency, rates)
  local errors = summary.errors
  print(string.format("RESULT %.0f %.0f %.0f %.0f %.0f %.0f", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
