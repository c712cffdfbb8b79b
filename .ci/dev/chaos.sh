# ./dev chaos: builds the services and the runner, and does an experiment in full. What it takes: chaos/runner/README.md.

chaos_usage() {
  cat <<'END'
./dev chaos NAME [options]   one experiment in full (./dev chaos list tells them), for instance
                             ./dev chaos node-kill --seed 7
                             ./dev chaos everything --scale short
./dev chaos COMMAND ...      list, validate, check, report: any other command of parley-chaos

Reports go to run/chaos/NAME-SEED. Exit status: 0 held, 1 violated, 2 could not tell.
END
}

run_chaos() {
  case ${1:-} in
    "" | --help | -h) chaos_usage && return ;;
    run | list | validate | check | report) ;;
    *) set -- run "$@" ;;
  esac
  need run web
  build release parley-chaos parley-matchmaker parley-chat-node
  build/release/bin/parley-chaos "$@"
}
