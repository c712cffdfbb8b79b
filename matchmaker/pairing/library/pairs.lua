-- Pairing: two tickets leave their pool for one room.
local kept_waits = 200
local retry_ms = 1000 -- who finds nobody although anybody would do tries again after this

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
