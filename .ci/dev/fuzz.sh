# ./dev fuzz: hostile input for every parser, by libFuzzer (tests/fuzz), with address and undefined-behaviour sanitizers.

fuzz_usage() {
  cat <<'END'
./dev fuzz [NAME ...] [--seconds N]   each fuzzer, or those named, for N seconds (60)

What they learn is kept in build/fuzz/corpus and is where the next run begins. An input that breaks something is kept in
build/fuzz/found; build/fuzz/bin/fuzz_NAME FILE gives it again. Exit status: 0 nothing fell, 1 something did.
END
}

run_fuzz() {
  local names=() name seconds=60 failed=0
  while (($#)); do
    case $1 in
      --help | -h) fuzz_usage && return ;;
      --seconds)
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die "--seconds takes a whole number from 1"
        seconds=$2
        shift
        ;;
      -*) die "no option $1 (./dev fuzz --help lists them)" ;;
      *) names+=("$1") ;;
    esac
    shift
  done
  if ((${#names[@]} == 0)); then mapfile -t names < <(fuzzers); fi
  for name in "${names[@]}"; do
    fuzzers | grep --quiet --line-regexp --fixed-strings -- "$name" || die "no fuzzer $name (there are: $(fuzzers | xargs))"
  done
  need fuzz web
  build fuzz fuzzers
  mkdir -p build/fuzz/found
  node tests/fuzz/seeds.mjs build/fuzz/corpus
  for name in "${names[@]}"; do
    fuzz_one "$name" "$seconds" || failed=1
  done
  return $failed
}

# The sources of tests/fuzz, but for what they share.
fuzzers() { basename --suffix=.cpp tests/fuzz/*.cpp; }

# fuzz_one NAME SECONDS. More memory at once than any input may ask for is refused: our own code falls then, and hiredis,
# which believes in the length that a reply says, must live with it.
fuzz_one() {
  local log=build/fuzz/$1.log longest=4096
  if [[ $1 == history ]]; then longest=65536; fi
  if ASAN_OPTIONS=max_allocation_size_mb=64:allocator_may_return_null=1 \
    ASAN_SYMBOLIZER_PATH=/usr/lib/llvm-16/bin/llvm-symbolizer \
    "build/fuzz/bin/fuzz_$1" "build/fuzz/corpus/$1" -artifact_prefix="build/fuzz/found/$1-" \
    -max_total_time="$2" -max_len=$longest -timeout=10 -rss_limit_mb=2048 >"$log" 2>&1; then
    echo "ok      $1: $(tail -n 1 "$log")"
  else
    tail -n 40 "$log"
    echo "FAILED  $1: $(sed -n 's/.*Test unit written to //p' "$log")"
    return 1
  fi
}
