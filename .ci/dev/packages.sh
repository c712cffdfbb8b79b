# Debian packages: which need takes which, and installing those that are missing. Why each is there: docs/dependencies.md.

declare -A packages=(
  [build]="g++ cmake ninja-build pkg-config ccache libboost1.81-dev libboost-json1.81-dev libhiredis-dev libsodium-dev libutf8proc-dev
    libwebsocketpp-dev libyaml-cpp-dev catch2 librapidcheck-dev"
  [run]="redis-server nginx util-linux"
  [manifests]="redis-server redis-tools nginx util-linux prometheus unzip"
  [lint]="git clang-format clang-tidy patch shellcheck yamllint"
  [mutations]="git patch"
  [clang]="clang-16"
  [fuzz]="clang-16 libclang-rt-16-dev llvm-16"
  [e2e]="chromium"
  [containers]="buildah podman runc fuse-overlayfs netavark aardvark-dns catatonit iptables iproute2 mmdebstrap uidmap unzip"
  [web]=""  # Node.js: see node.sh
)

# need NEED...: what those needs take is on this machine, and on PATH, when it returns.
need() {
  local need
  for need in "$@"; do
    [[ -v packages[$need] ]] || die "no need $need (there are: ${!packages[*]})"
  done
  use_node
  if is_complete "$@"; then return; fi
  exclusively install_missing "$@"
  use_node
}

is_complete() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} == 0)) && { [[ " $* " != *" web "* ]] || has_node_and_npm; }
}

install_missing() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]})); then install_packages "${missing[@]}"; fi
  if [[ " $* " == *" web "* ]]; then install_node; fi
}

# Those packages of the needs that are not installed.
missing_packages() {
  local -A installed=()
  local need package status wanted=()
  for need in "$@"; do
    # shellcheck disable=SC2206  # the list is words on purpose
    wanted+=(${packages[$need]})
  done
  if ((${#wanted[@]} == 0)); then return; fi
  while read -r status package; do
    if [[ $status == installed ]]; then installed[$package]=1; fi
  done < <(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null)
  for package in "${wanted[@]}"; do
    if [[ ! -v installed[$package] ]]; then echo "$package"; fi
  done
}

install_packages() {
  local log=build/apt.log
  say "installing with apt: $*"
  if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes \
    --no-install-recommends -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "apt could not install them; all that it said is in $log"
  fi
  stop_system_services "$@"
}

# Debian starts what it installs. Parley runs a redis-server, an nginx and a Prometheus of its own, so the system's, which
# nobody asked for, are not left running, nor started at the next boot; those that were there before are not touched.
stop_system_services() {
  local package
  for package in "$@"; do
    [[ $package == redis-server || $package == nginx || $package == prometheus ]] || continue
    if [[ -d /run/systemd/system ]]; then
      as_root systemctl disable --quiet --now "$package"
    else
      as_root service "$package" stop >/dev/null || true
    fi
  done
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "not root and no sudo: cannot run $*"
  fi
}

install_needs() {
  if (($# == 0)); then set -- "${!packages[@]}"; fi
  need "$@"
}
