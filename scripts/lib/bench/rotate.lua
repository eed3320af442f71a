-- For wrk: sends the requests of a file in turn, one a line: the path, a space, the JSON body. Prints what came of it as one line of JSON.
-- A second argument is the least length of a good answer's body. The requests are made ready before the clock starts.

local prepared, place, threads = {}, 0, {}
short = 0 -- global: `done` runs in another state and asks for it

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  for line in io.lines(args[1]) do
    local path, body = line:match("^(%S+) (.*)$")
    prepared[#prepared + 1] = wrk.format("POST", path, nil, body)
  end
  local least = tonumber(args[2] or 0)
  if least > 0 then
    -- Only then: looking at answers costs time.
    response = function(_, _, body)
      if #body < least then short = short + 1 end
    end
  end
end

function request()
  place = place % #prepared + 1
  return prepared[place]
end

function done(summary, latency)
  local e, failed = summary.errors, 0
  for _, thread in ipairs(threads) do
    failed = failed + thread:get("short")
  end
  failed = math.max(failed, e.status) -- an answer with another status is short as well
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"bytes":%d,"errors":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, summary.bytes, e.connect + e.read + e.write + e.timeout + failed,
    latency:percentile(50), latency:percentile(99)))
end
