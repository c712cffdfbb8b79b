-- Entering, and then pairing: a wish becomes a ticket, finds the one it has, or what was made of it.
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

redis.register_function('pairing_seek', pairing_seek)
