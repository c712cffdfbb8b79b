#!/bin/sh
# Before a Redis of the cluster stops: if it is a master, a replica takes its slots over first, with all that was acknowledged.
# REDIS: the address of this pod's own Redis.
set -u
port=${PORT:-6379}

ask() { timeout 2 redis-cli -h "$1" -p "$port" "$2" "$3" 2>/dev/null | tr -d '\r'; }
is_master() { ask "$REDIS" info replication | grep -q '^role:master'; }

is_master || exit 0
me=$(ask "$REDIS" cluster myid)
replica=$(ask "$REDIS" cluster nodes | awk -v me="$me" '$3 ~ /slave/ && $3 !~ /fail/ && $4 == me { sub(/:.*/, "", $2); print $2; exit }')
[ -n "$replica" ] || exit 0
ask "$replica" cluster failover >/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do
  is_master || exit 0
  sleep 0.5
done
