#!lua name=parley_blocks
-- Who has been blocked is never paired again with who blocked them. pairing.lua writes who sat in a room and heeds what
-- is written here; keys, requests and answers are as told there.

local token_ms = 86400000 -- as long as a session may live without seeking; seeking begins it anew
local kept_blocked = 1000 -- of a session, the latest

local function sat_of(room) return 'sat:{pairing}:' .. room end
local function blocked_of(session) return 'blocked:{pairing}:' .. session end

local function now_of(now)
  if now > 0 then return now end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

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
