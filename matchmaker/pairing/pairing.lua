#!lua name=parley
-- Pairing: all that happens to a ticket happens in one of these functions, so nothing can fall between two steps.
-- KEYS[1] is "{pairing}": it routes the call. The other names are made from the arguments and from what is read, so
-- they cannot be declared; all of them carry that tag and live in the same slot:
--   pool:{pairing}:<pool>            zset   session -> place (ms; smaller is nearer the front)
--   pool:{pairing}:<pool>:takes:<w>  zset   the same, of those who look for word w ("#chess"; "=": no interests)
--   pool:{pairing}:<pool>:due        zset   session -> when a partner is to be sought for it next (ms)
--   pool:{pairing}:<pool>:waits      list   how long the last 200 paired tickets had waited (ms)
--   lease:{pairing}                  zset   session -> when its ticket's lease ends (ms)
--   ticket:{pairing}:<session>       string a waiting ticket (JSON)
--   assigned:{pairing}:<session>     string the last assignment (JSON), for a while
--   partners:{pairing}:<session>     list   the last 8 partners' sessions
--   sat:{pairing}:<room>             string the sessions of its two seats (JSON); read by blocks.lua
--   blocked:{pairing}:<session>      zset   with whom it is never paired -> since when (ms); written by blocks.lua
--   mail:{pairing}:<holder>          list   letters (JSON) for the users whose connections that matchmaker holds
-- Requests and answers are one JSON text each. An empty list comes out as {} (Lua knows no difference), and an attempt
-- is a text, for cjson keeps only 14 digits of a number. Times are ms; now = 0: Redis's own clock. No key is for ever.

local kept_waits, kept_partners = 200, 8
local kept_ms, token_ms, mail_ttl, mail_cap = 3600000, 86400000, 60000, 10000
local sample, sweep = 16, 500 -- candidates looked at under each word; expired tickets dropped by one call
local leases, retry_ms = 'lease:{pairing}', 1000 -- who finds nobody although anybody would do tries again after this

local function now_of(now)
  if now > 0 then return now end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function queue_of(pool) return 'pool:{pairing}:' .. pool end
local function takes_of(pool, word) return 'pool:{pairing}:' .. pool .. ':takes:' .. word end
local function due_of(pool) return 'pool:{pairing}:' .. pool .. ':due' end
local function waits_of(pool) return 'pool:{pairing}:' .. pool .. ':waits' end
local function ticket_of(session) return 'ticket:{pairing}:' .. session end
local function assigned_of(session) return 'assigned:{pairing}:' .. session end
local function partners_of(session) return 'partners:{pairing}:' .. session end
local function sat_of(room) return 'sat:{pairing}:' .. room end
local function blocked_of(session) return 'blocked:{pairing}:' .. session end
local function mail_of(holder) return 'mail:{pairing}:' .. holder end

-- ---- tickets --------------------------------------------------------------------------------------------------------
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

-- ---- who suits whom -------------------------------------------------------------------------------------------------
-- The ticket, if it can be paired now. `key` is where its session was found; what is stale there is tidied away.
local function pairable(view, session, pool, key)
  local ticket = view.seen[session]
  if ticket == nil then
    ticket = load_ticket(session) or false
    if ticket and tonumber(redis.call('ZSCORE', leases, session) or 0) <= view.now then
      remove(ticket)
      ticket = false
    end
    view.seen[session] = ticket
  end
  if ticket and not ticket.detached and ticket.pool == pool then return ticket end
  redis.call('ZREM', key, session)
end

local function set_of(view, read, key)
  if not view.members[key] then
    local members = {}
    for _, each in ipairs(redis.call(read, key, 0, -1)) do members[each] = true end
    view.members[key] = members
  end
  return view.members[key]
end
local function has_met(view, one, other) return set_of(view, 'LRANGE', partners_of(one.session))[other.session] end
-- Written on both sides, and each keeps its own alive by seeking: to look on one side is enough.
local function has_blocked(view, one, other) return set_of(view, 'ZRANGE', blocked_of(one.session))[other.session] end
local function are_avoiding(view, one, other) return has_met(view, one, other) or has_met(view, other, one) end
local function is_patient(view, ticket) return view.now - ticket.since < view.patience end

local function shared(one, other)
  local known, both = {}, {}
  for _, interest in ipairs(one.interests) do known[interest] = interest end
  for _, interest in ipairs(other.interests) do both[#both + 1] = known[interest] end
  return both
end

-- All members of a small set; of a large one as many as lie together from some place on, the first following the last,
-- so that each member is as likely as any other.
local function some_of(key)
  local count = redis.call('ZCARD', key)
  if count <= sample then return redis.call('ZRANGE', key, 0, -1) end
  local first = math.random(0, count - 1)
  local some = redis.call('ZRANGE', key, first, first + sample - 1)
  if #some == sample then return some end
  for _, session in ipairs(redis.call('ZRANGE', key, 0, sample - #some - 1)) do some[#some + 1] = session end
  return some
end

-- Who is found under `key` and fits goes to `found.anew`, or to `found.again` where the two have met lately; each once.
local function look_under(view, one, key, sessions, found, fits)
  for _, session in ipairs(sessions) do
    local is_new = session ~= one.session and not found.seen[session]
    local other = is_new and pairable(view, session, one.pool, key)
    if other and not has_blocked(view, one, other) and (not fits or fits(other)) then
      found.seen[session] = true
      local into = are_avoiding(view, one, other) and found.again or found.anew
      into[#into + 1] = other
    end
  end
end

-- Is there anybody in the pool whom `one` has not met? In a larger pool than this there always are two who have not
-- met each other: each remembers 8, so at most 8n of the n(n-1)/2 pairs have met.
local function waits_with_others(view, one)
  local queue, found = queue_of(one.pool), { seen = {}, anew = {}, again = {} }
  if redis.call('ZCARD', queue) > 2 * kept_partners + 1 then return true end
  look_under(view, one, queue, redis.call('ZRANGE', queue, 0, -1), found)
  return #found.anew > 0
end

-- Those at the front go first; among equals the choice is random.
local function pick(candidates)
  local best, equals = math.huge, {}
  for _, ticket in ipairs(candidates) do
    local rank = ticket.front and ticket.place or math.huge
    if rank < best then best, equals = rank, {} end
    if rank == best then equals[#equals + 1] = ticket end
  end
  return equals[1] and equals[math.random(#equals)]
end

-- Shared interests first. Then, when either has run out of patience or neither has interests, anybody. Those who have
-- met lately only when neither waits with others.
local function partner_for(view, one)
  local found = { seen = {}, anew = {}, again = {} }
  local queue, alike = queue_of(one.pool), takes_of(one.pool, '=')
  for _, word in ipairs(#one.interests > 0 and words_of(one) or {}) do
    local key = takes_of(one.pool, word)
    look_under(view, one, key, some_of(key), found)
  end
  if #found.anew == 0 and is_patient(view, one) then
    if #one.interests == 0 then look_under(view, one, alike, some_of(alike), found) end
    local oldest = redis.call('ZRANGE', queue, 0, sample - 1)
    look_under(view, one, queue, oldest, found, function(other) return not is_patient(view, other) end)
  elseif #found.anew == 0 then
    look_under(view, one, queue, some_of(queue), found)
  end
  if #found.anew == 0 and #found.again > 0 and not waits_with_others(view, one) then
    for _, other in ipairs(found.again) do
      if not waits_with_others(view, other) then found.anew[#found.anew + 1] = other end
    end
  end
  return pick(found.anew)
end

-- ---- pairing --------------------------------------------------------------------------------------------------------
local function remember(key, value, most)
  redis.call('LPUSH', key, value)
  redis.call('LTRIM', key, 0, most - 1)
  redis.call('PEXPIRE', key, kept_ms)
end

-- `both` is what both get: room, node, interests, names. Each gets a record to find it by, and a letter.
local function assign(view, request, both, ticket, partner, seat)
  local waited = math.max(0, view.now - ticket.since)
  local assignment = {
    session = ticket.session, attempt = ticket.attempt, seat = seat, pool = ticket.pool, waited_ms = waited,
    room = both.room, node = both.node, interests = both.interests, names = both.names,
  }
  redis.call('SET', assigned_of(ticket.session), cjson.encode(assignment), 'PX', request.assigned_ttl_ms)
  deliver(ticket.holder, { kind = 'assigned', connection = ticket.connection, assignment = assignment })
  redis.call('LREM', partners_of(ticket.session), 0, partner.session)
  remember(partners_of(ticket.session), partner.session, kept_partners)
  remember(waits_of(ticket.pool), waited, kept_waits)
  view.seen[ticket.session], view.members[partners_of(ticket.session)] = false, nil
end

-- Found nobody. Whoever comes later looks for a partner in turn, so one that waits needs to look again only when its
-- own rule changes.
local function look_again_later(view, ticket)
  local later = is_patient(view, ticket) and ticket.since + view.patience or view.now + retry_ms
  redis.call('ZADD', due_of(ticket.pool), 'XX', later, ticket.session)
end

-- Who has waited longer sits in seat 1.
local function pair(view, request, one, other, n)
  if other.since <= one.since then one, other = other, one end
  remove(one)
  remove(other)
  local both = {
    room = request.nonce .. '-' .. n, node = request.nodes[n],
    interests = shared(one, other), names = { one.name, other.name },
  }
  redis.call('SET', sat_of(both.room), cjson.encode({ one.session, other.session }), 'PX', token_ms)
  assign(view, request, both, other, one, 2)
  assign(view, request, both, one, other, 1)
end

-- In each pool those have their turn who are due: the new ones, those whom nodes were too few for, those whose patience
-- is over; who is due for longest goes first. Makes as many pairs as there are nodes named. Returns the pairs' pools,
-- and whether to call again: nodes were too few, or a pool gave as many as are scanned.
local function pair_all(view, request, pools)
  local made, more, done = {}, false, {}
  for _, pool in ipairs(pools) do
    local turns = done[pool] and 0 or request.scan
    local due = redis.call('ZRANGEBYSCORE', due_of(pool), '-inf', view.now, 'LIMIT', 0, turns)
    done[pool], more = true, more or #due == request.scan
    for _, session in ipairs(due) do
      local one = pairable(view, session, pool, due_of(pool))
      local other = one and partner_for(view, one)
      if other and #made == #request.nodes then return made, true end
      if other then
        made[#made + 1] = pool
        pair(view, request, one, other, #made)
      elseif one then
        look_again_later(view, one)
      end
    end
  end
  return made, more
end

-- ---- entering -------------------------------------------------------------------------------------------------------
local function place_of(ticket)
  if not ticket.front then return ticket.since end
  local first = redis.call('ZRANGE', queue_of(ticket.pool), 0, 0, 'WITHSCORES')
  return math.min(tonumber(first[2]) or ticket.since, ticket.since) - 1
end

-- What becomes of one wish: 'waiting', 'assigned' (found again) or 'replaced' (the session has a newer wish).
local function enter(view, request, wish)
  local known, assignment = load_ticket(wish.session), load_assignment(wish.session)
  local newest = math.max(attempt_of(known), attempt_of(assignment))
  if tonumber(wish.attempt) < newest then return { outcome = 'replaced' } end
  if attempt_of(assignment) == tonumber(wish.attempt) then return { outcome = 'assigned', assignment = assignment } end

  local ticket = {
    session = wish.session, connection = wish.connection, attempt = wish.attempt, pool = wish.pool, name = wish.name,
    interests = wish.interests, holder = request.holder, front = wish.front, since = view.now - wish.waited_ms,
  }
  if known then
    if not is_held_by(known, request.holder, wish.connection) then tell_replaced(known) end
    if known.attempt == wish.attempt and known.pool == wish.pool then
      ticket.since, ticket.place, ticket.front = known.since, known.place, known.front
    end
    remove(known)
  end
  if assignment then redis.call('DEL', assigned_of(wish.session)) end
  redis.call('PEXPIRE', blocked_of(wish.session), token_ms)
  ticket.place = ticket.place or place_of(ticket)
  list(ticket)
  save_ticket(ticket, view.now, request.lease_ms)
  view.seen[ticket.session] = ticket
  return { outcome = 'waiting', waited_ms = math.max(0, view.now - ticket.since) }
end

-- Request: holder, now, patience_ms, lease_ms, assigned_ttl_ms, scan (turns in each pool), seed (below 2^31), nonce (of
-- the rooms' names), nodes, pools (to look through besides those of the wishes), wishes (session, connection, attempt,
-- pool, name, interests, front, waited_ms).
-- Answer: outcomes (one a wish: outcome, waited_ms or assignment), pairs (the pool of each), more (call again).
local function pairing_seek(_, args)
  local request = cjson.decode(args[1])
  -- This call's view: what has been read is not read again.
  local view = { now = now_of(request.now), patience = request.patience_ms, seen = {}, members = {} }
  math.randomseed(request.seed)
  drop_expired(view.now)
  local outcomes, pools = {}, request.pools -- in this order, so that the same call is answered alike
  for i, wish in ipairs(request.wishes) do
    outcomes[i] = enter(view, request, wish)
    pools[#pools + 1] = wish.pool
  end
  local pairs_made, more = pair_all(view, request, pools)
  return cjson.encode({ outcomes = outcomes, pairs = pairs_made, more = more })
end

-- ---- the others -----------------------------------------------------------------------------------------------------
-- What Redis knows of a wish that a connection waits for; the ticket where it is that connection's own (and not that of
-- a later wish: a late word on this one must not end it).
local function look_up(holder, asked)
  local ticket, assignment = load_ticket(asked.session), load_assignment(asked.session)
  local attempt = tonumber(asked.attempt)
  if attempt_of(ticket) == attempt and is_held_by(ticket, holder, asked.connection) then
    -- Who still waits though it was detached must enter again.
    return { outcome = ticket.detached and 'gone' or 'waiting' }, ticket
  end
  if attempt_of(assignment) == attempt then return { outcome = 'assigned', assignment = assignment } end
  local newest = math.max(attempt_of(ticket), attempt_of(assignment))
  return { outcome = newest >= attempt and 'replaced' or 'gone' }
end

-- Cancel wins or the pairing wins, never both. Request: holder, session, connection, attempt.
-- Answer: outcome ('cancelled', 'assigned', 'replaced', or 'gone': Redis knows nothing of it), assignment.
local function pairing_cancel(_, args)
  local request = cjson.decode(args[1])
  local known, ticket = look_up(request.holder, request)
  if ticket then remove(ticket) end
  known.outcome = ticket and 'cancelled' or known.outcome
  return cjson.encode(known)
end

-- The connection is lost: the ticket keeps its place until its lease ends, but nobody is paired with one who is absent.
-- Request: holder, session, connection, now, lease_ms.
local function pairing_detach(_, args)
  local request = cjson.decode(args[1])
  local ticket = load_ticket(request.session)
  if not ticket or not is_held_by(ticket, request.holder, request.connection) then return 0 end
  unlist(ticket)
  ticket.detached = true
  save_ticket(ticket, now_of(request.now), request.lease_ms)
  return 1
end

-- Renews the leases of the tickets that a matchmaker holds and tells what has become of each, so that no letter is the
-- only way to learn it. Request: holder, now, lease_ms, tickets (session, connection, attempt), pools.
-- Answer: outcomes (one a ticket; 'waiting', 'assigned', 'replaced' or 'gone'), pools (waiting, waits).
local function pairing_look_up(_, args)
  local request = cjson.decode(args[1])
  local now = now_of(request.now)
  drop_expired(now)
  local outcomes, pools = {}, {}
  for i, asked in ipairs(request.tickets) do
    local known, ticket = look_up(request.holder, asked)
    if known.outcome == 'waiting' then renew(ticket, now, request.lease_ms) end
    outcomes[i] = known
  end
  for i, pool in ipairs(request.pools) do
    local waits = cjson.decode('[' .. table.concat(redis.call('LRANGE', waits_of(pool), 0, -1), ',') .. ']')
    pools[i] = { waiting = redis.call('ZCARD', queue_of(pool)), waits = waits }
  end
  return cjson.encode({ outcomes = outcomes, pools = pools })
end

redis.register_function('pairing_seek', pairing_seek)
redis.register_function('pairing_cancel', pairing_cancel)
redis.register_function('pairing_detach', pairing_detach)
redis.register_function('pairing_look_up', pairing_look_up)
