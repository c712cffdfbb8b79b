#!/bin/sh
# Beside each Redis of the cluster: the first pod founds the cluster when all are there, and every pod looks up the others, for
# one that was started again has a new address. Everything else (failover, who has which slots) is for Redis itself.
# PEERS: the names of all pods. SELF: this pod's. REDIS: the address of its own Redis.
set -u
port=${PORT:-6379}
pause=${PAUSE:-2}

ask() { timeout 2 redis-cli -h "$1" -p "$port" "$2" "$3" 2>/dev/null | tr -d '\r'; }
figure() { ask "$1" cluster info | sed -n "s/^$2://p"; }
address_of() { getent ahosts "$1" | sed -n '1s/ .*//p'; }

# Empty: it has no slots and knows nobody but itself, and it answers.
is_new() { [ "$(figure "$1" cluster_slots_assigned)" = 0 ] && [ "$(figure "$1" cluster_known_nodes)" = 1 ]; }

# Only when all are new: a pod that has lost its volume must not found a second cluster.
found() {
  members=
  for peer in $PEERS; do
    address=$(address_of "$peer")
    [ -n "$address" ] && is_new "$address" || return 0
    members="$members $address:$port"
  done
  # shellcheck disable=SC2086  # one word for each member
  redis-cli --cluster create $members --cluster-replicas 1 --cluster-yes
}

meet() {
  known=$(ask "$REDIS" cluster nodes)
  for peer in $PEERS; do
    address=$(address_of "$peer")
    [ -n "$address" ] || continue
    case "$known" in
      *" $address:$port@"*) ;;
      *) echo "$peer is at $address now: $(redis-cli -h "$REDIS" -p "$port" cluster meet "$address" "$port")" ;;
    esac
  done
}

while :; do
  case "$(figure "$REDIS" cluster_known_nodes)" in
    "") ;; # it does not answer yet
    1) if [ "$SELF" = "${PEERS%% *}" ]; then found; fi ;;
    *) meet ;;
  esac
  sleep "$pause"
done
