#!lua name=parley_room
-- What must happen to a room in Redis in one step: a change of owner, and the end. Appends are plain XADD.
-- KEYS: 1 the log (stream), 2 the owner record (hash). Times are ms; now = 0 means Redis's own clock.

local function number_text(n)
  return string.format('%.0f', n)
end

local function now_of(arg)
  local now = tonumber(arg)
  if now > 0 then return now end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function record_of(key)
  local flat, record = redis.call('HGETALL', key), {}
  for i = 1, #flat, 2 do record[flat[i]] = flat[i + 1] end
  return record
end

-- The highest id that the stream has ever given out: it counts also when the entry itself is gone, since
-- Redis refuses ids at or below it.
local function top_of(key)
  if redis.call('EXISTS', key) == 0 then return 0, 0 end
  local info = redis.call('XINFO', 'STREAM', key)
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then
      local epoch, n = string.match(info[i + 1], '^(%d+)-(%d+)$')
      return tonumber(epoch), tonumber(n)
    end
  end
end

local function owned(record)
  return { 'owned', record.node or '', record.instance or '', record.epoch or '0' }
end

-- Takes the room over: from now on every XADD of an older epoch is refused.
-- ARGS: node, instance, known_epoch, move_interval_ms, force (0 or 1), expected_owner_instance, ttl_ms, now
local function room_claim(keys, args)
  local log, owner = keys[1], keys[2]
  local node, instance, known = args[1], args[2], tonumber(args[3])
  local interval, force, expected, ttl = tonumber(args[4]), args[5] == '1', args[6], args[7]
  local now = now_of(args[8])
  local record = record_of(owner)

  if record.state == 'ended' then return { 'ended', record.reason or '', record.by or '' } end
  if (record.instance or '') ~= expected then return owned(record) end
  if not force and record.moved_at then
    local since = math.max(0, now - tonumber(record.moved_at))
    if since < interval then return { 'too_soon', number_text(interval - since) } end
  end

  local top_epoch, top_n = top_of(log)
  local epoch = number_text(math.max(known, top_epoch, tonumber(record.epoch or '0')) + 1)
  local n = number_text(top_n + 1)
  redis.call('XADD', log, epoch .. '-' .. n, 'k', 'moved', 'node', node, 'i', instance)
  redis.call('HSET', owner, 'node', node, 'instance', instance, 'epoch', epoch, 'state', 'open',
             'moved_at', number_text(now))
  redis.call('PEXPIRE', log, ttl)
  redis.call('PEXPIRE', owner, ttl)
  return { 'claimed', epoch, n }
end

-- Ends the room: the log goes, a tombstone stays, so that no seat token can bring the room back.
-- A missing record means that Redis has lost the room; whoever served it last may still bury it.
-- Where reports are taken, a sealed copy of what was said last stays for a while, under a third key.
-- ARGS: instance, epoch, reason, by, tombstone_ttl_ms, now; and for the copy: its text, ttl_ms
local function room_end(keys, args)
  local log, owner, sealed = keys[1], keys[2], keys[3]
  local instance, epoch, reason, by, ttl = args[1], args[2], args[3], args[4], args[5]
  local record = record_of(owner)

  if record.state == 'ended' then return { 'ended', record.reason or '', record.by or '' } end
  if record.instance and (record.instance ~= instance or record.epoch ~= epoch) then
    return { 'not_owner', record.node or '', record.instance, record.epoch or '0' }
  end
  redis.call('DEL', log)
  if sealed then redis.call('SET', sealed, args[7], 'PX', args[8]) end
  redis.call('HSET', owner, 'state', 'ended', 'reason', reason, 'by', by, 'epoch', epoch)
  redis.call('PEXPIRE', owner, ttl)
  return { 'ended', reason, by }
end

redis.register_function('room_claim', room_claim)
-- Ending frees memory: it must work while Redis has none left.
redis.register_function { function_name = 'room_end', callback = room_end, flags = { 'allow-oom' } }
