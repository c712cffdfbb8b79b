# How ./dev speaks: what it does on standard error, so that what it runs has standard output for itself.

say() { printf 'dev: %s\n' "$*" >&2; }

die() {
  say "$*"
  exit 2
}

# Runs a command in which two ./dev may not be at once (installing, building); the second waits for the first.
exclusively() {
  mkdir -p build
  (
    flock --nonblock 9 || { say "waiting for another ./dev that installs or builds" && flock 9; }
    "$@" 9>&-
  ) 9>build/.lock
}

# What stands in these files and their names, as one word: a stamp of what was made from them.
fingerprint() { sha256sum "$@" | sha256sum | cut -d' ' -f1; }
