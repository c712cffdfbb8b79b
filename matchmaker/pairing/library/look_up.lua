-- The other calls: cancel, detach, and what has become of a ticket.
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

redis.register_function('pairing_cancel', pairing_cancel)
redis.register_function('pairing_detach', pairing_detach)
redis.register_function('pairing_look_up', pairing_look_up)
