-- Tickets: where each is listed, for how long, and the letters to who holds its connection.
local sweep = 500 -- expired tickets dropped by one call
local mail_ttl, mail_cap = 60000, 10000

local function read_json(key)
  local text = redis.call('GET', key)
  return text and cjson.decode(text) or nil
end
local function load_ticket(session) return read_json(ticket_of(session)) end
local function load_assignment(session) return read_json(assigned_of(session)) end
local function attempt_of(record) return record and tonumber(record.attempt) or 0 end

-- Under which words others find it.
local function words_of(ticket)
  if #ticket.interests == 0 then return { '=' } end
  local words = {}
  for i, interest in ipairs(ticket.interests) do words[i] = '#' .. interest end
  return words
end

local function listings_of(ticket)
  local keys = { queue_of(ticket.pool), due_of(ticket.pool) }
  for _, word in ipairs(words_of(ticket)) do keys[#keys + 1] = takes_of(ticket.pool, word) end
  return keys
end

local function list(ticket)
  for _, key in ipairs(listings_of(ticket)) do redis.call('ZADD', key, ticket.place, ticket.session) end
end
local function unlist(ticket)
  for _, key in ipairs(listings_of(ticket)) do redis.call('ZREM', key, ticket.session) end
end

-- All is kept well beyond the lease: whoever drops the ticket then must know where it is listed.
local function renew(ticket, now, lease_ms)
  local ttl = lease_ms + kept_ms
  redis.call('ZADD', leases, now + lease_ms, ticket.session)
  local keys = listings_of(ticket)
  keys[#keys + 1], keys[#keys + 2] = leases, ticket_of(ticket.session)
  for _, key in ipairs(keys) do redis.call('PEXPIRE', key, ttl) end
end

local function save_ticket(ticket, now, lease_ms)
  redis.call('SET', ticket_of(ticket.session), cjson.encode(ticket))
  renew(ticket, now, lease_ms)
end

local function remove(ticket)
  unlist(ticket)
  redis.call('ZREM', leases, ticket.session)
  redis.call('DEL', ticket_of(ticket.session))
end
local function drop_expired(now)
  for _, session in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, sweep)) do
    local ticket = load_ticket(session)
    if ticket then remove(ticket) end
    redis.call('ZREM', leases, session)
  end
end

local function is_held_by(one, holder, connection) return one.holder == holder and one.connection == connection end

-- A mailbox is capped and expires, so that a dead matchmaker leaves nothing; what is lost is found by looking up.
local function deliver(holder, letter)
  local mail = mail_of(holder)
  redis.call('RPUSH', mail, cjson.encode(letter))
  redis.call('LTRIM', mail, -mail_cap, -1)
  redis.call('PEXPIRE', mail, mail_ttl)
end

local function tell_replaced(ticket)
  if ticket.detached then return end
  local session, connection, attempt = ticket.session, ticket.connection, ticket.attempt
  deliver(ticket.holder, { kind = 'replaced', session = session, connection = connection, attempt = attempt })
end
