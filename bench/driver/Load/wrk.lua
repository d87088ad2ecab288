-- Sends what the lines before this one ask for, and prints the result as one line that can be parsed.
if body_bytes > 0 then
  wrk.method = "POST"
  wrk.body = string.rep("x", body_bytes)
  wrk.headers["Content-Type"] = "application/octet-stream"
end
if close then
  wrk.headers["Connection"] = "close"
end

-- One route after the other, so that all of them are in use; likewise the values of a header.
if routes_used > 0 or header_name ~= "" then
  local count = routes_used > 0 and routes_used or 100
  local requests = {}
  local next = 0
  function init()
    for i = 1, count do
      local number = i
      local path = nil
      if routes_used > 0 then
        number = math.floor((i - 1) * routes / routes_used) + 1
        path = "/api/service-" .. number .. "/small"
      end
      local headers = {}
      for name, value in pairs(wrk.headers) do headers[name] = value end
      if header_name ~= "" then headers[header_name] = header_begin .. number end
      requests[i] = wrk.format(nil, path, headers)
    end
  end
  function request()
    next = next % count + 1
    return requests[next]
  end
end

function done(summary, latency, rates)
  local errors = summary.errors
  print(string.format("RESULT %.0f %.0f %.0f %.0f %.0f %.0f", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
