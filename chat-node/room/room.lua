#!lua name=parley_room
-- What must happen to a room in Redis in one step: a change of owner, the end, and what its files count. Appends are
-- plain XADD.
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
-- ARGS: node, instance, known_epoch, move_interval_ms, force (0 or 1), expected_owner_instance, ttl_ms, now, and
-- of a named room its lock, so that one that Redis has lost keeps its key, and whether that is known from the log (0 or
-- 1): the lock of a seat token may be of a room that was there before
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
  local lock = args[9] or ''
  if lock ~= '' then redis.call(args[10] == '1' and 'HSET' or 'HSETNX', owner, 'lock', lock) end
  redis.call('PEXPIRE', log, ttl)
  redis.call('PEXPIRE', owner, ttl)
  return { 'claimed', epoch, n }
end

-- The files of a room: a hash of their types by id, with what they count together; each one's bytes are a key of its own,
-- in the same slot.
local function file_key(files, id)
  return string.sub(files, 1, -2) .. ':' .. id
end

-- Keys that nobody has declared may be out of reach while their slot is on its way to another master: what is not
-- touched then ends by its own time to live.
local function each_file(files, visit)
  local ids = redis.pcall('HKEYS', files)
  if ids.err then return end
  for _, id in ipairs(ids) do
    if id ~= 'bytes' then visit(file_key(files, id)) end
  end
end

-- Files of a few bytes cost more than their bytes.
local function cost_of(size)
  return math.max(size, 4096)
end

local function is_full(files, size, most)
  return tonumber(redis.call('HGET', files, 'bytes') or '0') + cost_of(size) > tonumber(most)
end

-- What has gone by itself takes no space.
local function count_again(files)
  local bytes = 0
  for _, id in ipairs(redis.call('HKEYS', files)) do
    if id ~= 'bytes' then
      local size = redis.call('STRLEN', file_key(files, id))
      if size == 0 then redis.call('HDEL', files, id) else bytes = bytes + cost_of(size) end
    end
  end
  redis.call('HSET', files, 'bytes', bytes)
end

local function ended_answer(owner)
  local record = record_of(owner)
  return record.state == 'ended' and { 'ended', record.reason or '', record.by or '' }
end

-- Redis is there for what is said: files get a share of it, so that they never stop the rest.
local function is_crowded(size, percent)
  local memory = redis.call('INFO', 'memory')
  local used = tonumber(string.match(memory, 'used_memory:(%d+)'))
  local most = tonumber(string.match(memory, 'maxmemory:(%d+)'))
  return most > 0 and used + tonumber(size) > most / 100 * tonumber(percent)
end

-- Whether there is a room to upload to. Whether it has space is told when the file is known: it may be there.
-- KEYS: the owner record. ARGS: size, redis_percent
local function file_begin(keys, args)
  return ended_answer(keys[1]) or is_crowded(args[1], args[2]) and { 'crowded' } or { 'go' }
end

-- Makes a file of what was uploaded. KEYS: the hash, the owner record, the upload, the file.
-- ARGS: id, size, type, room_bytes, ttl_ms
local function file_keep(keys, args)
  local files, upload, file = keys[1], keys[3], keys[4]
  local id, size, type, ttl = args[1], tonumber(args[2]), args[3], args[5]
  local is_known = redis.call('HEXISTS', files, id) == 1
  local is_there = is_known and redis.call('EXISTS', file) == 1
  if not is_known and is_full(files, size, args[4]) then count_again(files) end
  local answer = ended_answer(keys[2]) or is_there and { 'again' }
    or redis.call('STRLEN', upload) ~= size and { 'lost' }
    or not is_known and is_full(files, size, args[4]) and { 'full' }
  if answer then
    redis.call('UNLINK', upload)
  else
    redis.call('RENAME', upload, file)
    redis.call('HSET', files, id, type)
    if not is_known then redis.call('HINCRBY', files, 'bytes', cost_of(size)) end
    answer = { 'kept' }
  end
  redis.call('PEXPIRE', file, ttl)
  redis.call('PEXPIRE', files, ttl)
  return answer
end

-- KEYS: the hash, the owner record, the file. ARGS: id
local function file_find(keys, args)
  local ended = ended_answer(keys[2])
  if ended then return ended end
  local type, size = redis.call('HGET', keys[1], args[1]), redis.call('STRLEN', keys[3])
  if not type or size == 0 then return { 'none' } end
  return { 'found', type, number_text(size) }
end

-- The room lives on, and its files with it. KEYS: the hash. ARGS: ttl_ms
local function file_touch(keys, args)
  each_file(keys[1], function(file) redis.pcall('PEXPIRE', file, args[1]) end)
  return redis.call('PEXPIRE', keys[1], args[1])
end

-- Ends the room: the log goes, and its files, a tombstone stays, so that no seat token can bring the room back.
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
  local files = string.gsub(owner, ':owner$', ':files')
  each_file(files, function(file) redis.pcall('UNLINK', file) end)
  redis.pcall('UNLINK', files)
  return { 'ended', reason, by }
end

redis.register_function('room_claim', room_claim)
redis.register_function { function_name = 'file_begin', callback = file_begin, flags = { 'no-writes' } }
redis.register_function('file_keep', file_keep)
redis.register_function { function_name = 'file_find', callback = file_find, flags = { 'no-writes' } }
redis.register_function('file_touch', file_touch)
-- Ending frees memory: it must work while Redis has none left.
redis.register_function { function_name = 'room_end', callback = room_end, flags = { 'allow-oom' } }
