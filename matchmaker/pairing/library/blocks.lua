-- Who has been blocked is never paired again with who blocked them.

local function block(session, other, now)
  local key = blocked_of(session)
  redis.call('ZADD', key, now, other)
  redis.call('ZREMRANGEBYRANK', key, 0, -kept_blocked - 1)
  redis.call('PEXPIRE', key, token_ms)
end

-- The two who were paired in a room never are again, whichever of them asks. Request: room, session, now.
-- Answer: outcome ('blocked', or 'unknown': that session is not known to have sat there).
local function pairing_block(_, args)
  local request = cjson.decode(args[1])
  local sat = redis.call('GET', sat_of(request.room))
  local one, other = unpack(sat and cjson.decode(sat) or {})
  if request.session ~= one and request.session ~= other then return cjson.encode({ outcome = 'unknown' }) end
  local now = now_of(request.now)
  block(one, other, now)
  block(other, one, now)
  return cjson.encode({ outcome = 'blocked' })
end

redis.register_function('pairing_block', pairing_block)
