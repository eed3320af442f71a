-- For wrk: sends the JSON bodies of a file, one a line, in turn; prints what came of it as one line of JSON.
-- The requests are made ready before the clock starts.

local prepared, place = {}, 0
local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/graphql-response+json" }

function init(args)
  for line in io.lines(args[1]) do
    prepared[#prepared + 1] = wrk.format("POST", nil, headers, line)
  end
end

function request()
  place = place % #prepared + 1
  return prepared[place]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"bytes":%d,"errors":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99)))
end
