#!lua name=parley_registry
-- Who is alive: leases and records of matchmakers and chat-nodes (docs/redis.md). Keys of the tag {nodes}:
-- KEYS[1] the leases (zset: id -> end in ms), KEYS[2] the records (hash: id -> JSON).

-- Redis's own clock, so that the clocks of machines never matter; tests send their own time.
local function clock(now)
  now = tonumber(now)
  if now > 0 then return now end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- id, record, lease_ms, now
local function renew(keys, args)
  redis.call('ZADD', keys[1], clock(args[4]) + tonumber(args[3]), args[1])
  redis.call('HSET', keys[2], args[1], args[2])
  return redis.status_reply('OK')
end

-- id, instance, now. A process that comes late to its own end must not remove the one that took its place.
local function remove(keys, args)
  local record = redis.call('HGET', keys[2], args[1])
  if not record then return 0 end
  local readable, held = pcall(cjson.decode, record)
  if readable and held.instance ~= args[2] then return 0 end
  redis.call('ZREM', keys[1], args[1])
  redis.call('HDEL', keys[2], args[1])
  return 1
end

-- now. The records of all whose lease has not ended; the others are dropped.
local function list(keys, args)
  local dead = redis.call('ZRANGE', keys[1], '-inf', clock(args[1]), 'BYSCORE')
  for _, id in ipairs(dead) do
    redis.call('ZREM', keys[1], id)
    redis.call('HDEL', keys[2], id)
  end
  return redis.call('HVALS', keys[2])
end

redis.register_function('registry_renew', renew)
redis.register_function('registry_remove', remove)
redis.register_function('registry_list', list)
