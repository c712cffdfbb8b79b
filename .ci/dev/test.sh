# ./dev test: the parts, each with the runner that it is written for; one failing part does not hide the next.

test_default=(lint unit sim checker web gateway manifests integration processes chaos up e2e asan)
test_parts=("${test_default[@]}" asan-all static clang containers)

test_usage() {
  cat <<'END'
./dev test [part ...]: all parts but the last four, in this order, or those named.

  lint         format, style rules, types, shell, YAML, workflows
  unit         the pure code, in C++ (Catch2)
  sim          20,000 seeds of the simulation with pairs, 4,000 with named rooms: services, clients and a model of Redis on a virtual clock
  checker      the two checkers of chaos runs against each other, on histories good and broken (vitest)
  web          the client library and the page, in TypeScript (vitest)
  gateway      nginx with the project's template before fake services
  manifests    k8s/: every overlay rendered and checked, its settings by the real programs, alerts, dashboards, the demo's faults
  integration  the C++ that talks to Redis and to sockets, against real ones (Catch2)
  processes    the services as processes, with the real client
  chaos        the chaos runner: each experiment short, and that it can tell a broken system from a sound one (vitest)
  up           ./dev up itself: processes killed one by one, and a clean end
  e2e          two headless browsers through the gateway
  asan         unit and integration with address and undefined-behaviour sanitizers, and of the processes those that take in
               whatever comes
  asan-all     the same with all the processes; only by name
  static       clang-tidy over the services; slow, so only by name
  clang        everything compiled anew by clang, whose warnings are errors; unit and integration, the services as processes
               and 2,000 seeds of the simulation with what it has made; only by name
  containers   the images built and started as in k8s/base, and compose.yaml under faults; compiles anew, so only by name
END
}

run_tests() {
  if [[ ${1:-} == --help || ${1:-} == -h ]]; then test_usage && return; fi
  local parts=("$@") part passed=0 failed=0
  if ((${#parts[@]} == 0)) || [[ ${parts[*]} == all ]]; then parts=("${test_default[@]}"); fi
  for part in "${parts[@]}"; do
    [[ " ${test_parts[*]} " == *" $part "* ]] || die "no part $part (./dev test --help lists them)"
  done
  mkdir -p build/test
  if [[ ! -t 1 ]]; then export NO_COLOR=1; fi
  local summary=()
  for part in "${parts[@]}"; do
    say "test $part"
    local began=$SECONDS log=build/test/$part.log verdict
    # A shell of its own, in which the first failing step ends the part. (Behind || it would not: no errexit there.)
    set +e
    (
      set -e
      "test_$part"
    ) 2>&1 | tee "$log"
    if ((PIPESTATUS[0] == 0)); then verdict=passed; else verdict=FAILED; fi
    set -e
    if [[ $verdict == passed ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    summary+=("$(printf '%-12s %s in %d s' "$part" "$verdict" $((SECONDS - began)))" "$(closing_lines "$log")")
  done
  printf '\n'
  printf '%s\n' "${summary[@]}"
  printf 'parts: %d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0))
}

# The last words of the runners (CTest, vitest, and our own where a tool has none), without colours.
closing_lines() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -E '^[0-9]+% tests passed|^[0-9]+ seeds in |^ +Tests  |^clang-tidy: ' | sed 's/^ */             /' || true
}

test_lint() { lint; }
test_static() { analyse; }
test_unit() { run_ctest "${PARLEY_PRESET:-release}" unit; }
test_integration() { run_ctest "${PARLEY_PRESET:-release}" integration; }

test_sim() {
  build release parley-sim
  build/release/bin/parley-sim --seeds 1..20000
  build/release/bin/parley-sim --named --seeds 1..4000
}

test_web() {
  need web
  npm_ci web
  npm run --prefix web --silent test
}

test_checker() {
  build release check_histories
  run_vitest checker
}

test_gateway() {
  need run
  run_vitest gateway
}

test_manifests() {
  need manifests
  build release parley-matchmaker parley-chat-node parley-chaos parley-probe
  npm_ci tests/manifests
  run_vitest manifests
}

test_processes() {
  need run
  unpack_chrony
  build release parley-matchmaker parley-chat-node parley-probe parley-reports
  run_vitest processes
}

test_chaos() {
  need run
  build release parley-chaos parley-matchmaker parley-chat-node
  run_vitest chaos
}

test_containers() {
  build_images
  run_vitest containers
}

test_up() {
  need run
  build release parley-matchmaker parley-chat-node parley-reports
  build_page
  run_vitest up
}

test_e2e() {
  need run e2e
  build release parley-matchmaker parley-chat-node parley-reports parley-report-samples
  build_page
  run_vitest e2e
}

# What strangers send, and what Redis, hooks and time servers answer.
asan_processes=(limits caps kinds files filter safety clocks redis faults talk named_room startup)

test_asan() { with_sanitizers "${asan_processes[@]/%/.test.ts}"; }
test_asan-all() { with_sanitizers; }

# with_sanitizers [FILE ...]: of the processes; without one all of them.
with_sanitizers() {
  run_ctest asan unit
  run_ctest asan integration
  unpack_chrony
  PARLEY_PROGRAMS=$PWD/build/asan/bin run_vitest processes "${@/#/processes/}"
}

test_clang() {
  run_ctest clang unit
  run_ctest clang integration
  unpack_chrony
  PARLEY_PROGRAMS=$PWD/build/clang/bin run_vitest processes
  build/clang/bin/parley-sim --seeds 1..2000
}

# run_ctest PRESET LABEL
run_ctest() {
  need run
  build "$1" all
  ctest --test-dir "build/$1" --label-regex "^$2\$" --no-tests=error --output-on-failure --parallel 1
}

# run_vitest PROJECT [FILE ...]: of tests/vitest.config.ts.
run_vitest() {
  need web
  npm_ci web # the client library under test brings its types
  npm_ci tests
  (cd tests && npx --no-install vitest run --project "$1" "${@:2}")
}
