#!lua name=parley
-- The Redis library `parley`, made of the files of this folder one after the other (../CMakeLists.txt).
-- All that happens to a ticket happens in one of these functions, so nothing can fall between two steps.
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
--   sat:{pairing}:<room>             string the sessions of its two seats (JSON)
--   blocked:{pairing}:<session>      zset   with whom it is never paired -> since when (ms)
--   mail:{pairing}:<holder>          list   letters (JSON) for the users whose connections that matchmaker holds
-- Requests and answers are one JSON text each. An empty list comes out as {} (Lua knows no difference), and an attempt
-- is a text, for cjson keeps only 14 digits of a number. Times are ms; now = 0: Redis's own clock. No key is for ever.

local kept_ms = 3600000
local token_ms = 86400000 -- as long as a session may live without seeking; seeking begins it anew
local kept_blocked = 1000 -- of a session, the latest
local leases = 'lease:{pairing}'

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
