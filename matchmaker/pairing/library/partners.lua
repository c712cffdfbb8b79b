-- Who suits whom, and whom of those a ticket is given.
local kept_partners = 8
local sample = 16 -- candidates looked at under each word

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
    local all = redis.call(read, key, 0, -1)
    local set = { count = #all, has = {} }
    for _, each in ipairs(all) do set.has[each] = true end
    view.members[key] = set
  end
  return view.members[key]
end
local function has_met(view, one, other)
  return set_of(view, 'LRANGE', partners_of(one.session)).has[other.session]
end
-- Written on both sides, and each keeps its own alive by seeking: to look on one side is enough, unless it is full and
-- has let go of some.
local function has_blocked(view, one, other)
  local blocked = set_of(view, 'ZRANGE', blocked_of(one.session))
  if blocked.has[other.session] then return true end
  return blocked.count >= kept_blocked and redis.call('ZSCORE', blocked_of(other.session), one.session)
end
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
