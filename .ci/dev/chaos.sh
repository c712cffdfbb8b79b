# ./dev chaos: builds the services and the runner, and does an experiment in full. What it takes: chaos/runner/README.md.

chaos_usage() {
  cat <<'END'
./dev chaos NAME [options]   one experiment in full (./dev chaos list tells them), for instance
                             ./dev chaos node-kill --seed 7
                             ./dev chaos everything --scale short
./dev chaos all [options]    all of them, one after the other; names those that did not hold
./dev chaos COMMAND ...      list, validate, check, report: any other command of parley-chaos

Reports go to run/chaos/NAME-SEED. Exit status: 0 held, 1 violated, 2 could not tell.
END
}

run_chaos() {
  case ${1:-} in
    "" | --help | -h) chaos_usage && return ;;
    all)
      run_all_chaos "${@:2}"
      return
      ;;
    run | list | validate | check | report) ;;
    *) set -- run "$@" ;;
  esac
  build_chaos
  build/release/bin/parley-chaos "$@"
}

build_chaos() {
  need run web
  build release parley-chaos parley-matchmaker parley-chat-node
}

run_all_chaos() {
  local file name failed=()
  build_chaos
  for file in chaos/runner/experiments/*.yaml; do
    name=$(basename "$file" .yaml)
    say "experiment $name"
    build/release/bin/parley-chaos run "$name" "$@" || failed+=("$name")
  done
  ((${#failed[@]} == 0)) || die "did not hold: ${failed[*]}"
}
