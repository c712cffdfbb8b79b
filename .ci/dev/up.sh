# ./dev up: installs and builds what is missing, then hands over to .ci/up, which runs the processes.

up_usage() {
  cat <<'END'
./dev up [options]: a whole Parley on this machine: redis-server, matchmakers, chat-nodes, and nginx as its gateway.

  --port N            the gateway's port (8080); all other ports are found
  --address A         where the gateway listens (127.0.0.1; 0.0.0.0 lets others in)
  --matchmakers N     how many (2)
  --nodes N           how many chat-nodes (3)
  --config-dir DIR    matchmaker.yaml and chat-node.yaml are taken from there, if they exist (none)
  --run-dir DIR       logs, keys and temporary files (run/PORT); one for each instance
  --no-build          run what was built before

It prints the address when everything is ready. A process that dies is started again. Ctrl-C stops it all.
END
}

run_up() {
  local address=127.0.0.1 port=8080 matchmakers=2 nodes=3 config_dir="" run_dir="" build=yes
  while (($#)); do
    case $1 in
      --help | -h) up_usage && return ;;
      --no-build) build=no && shift && continue ;;
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    esac
    (($# >= 2)) || die "$1: no such option, or its value is missing (./dev up --help)"
    case $1 in
      --address) address=$2 ;;
      --port) port=$2 ;;
      --matchmakers) matchmakers=$2 ;;
      --nodes) nodes=$2 ;;
      --config-dir) config_dir=$2 ;;
      --run-dir) run_dir=$2 ;;
      *) die "no option $1 (./dev up --help lists them)" ;;
    esac
    shift 2
  done
  run_dir=${run_dir:-run/$port}

  if (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then die "port $port is taken; choose another with --port"; fi
  need run web
  if [[ $build == yes ]]; then
    build release parley-matchmaker parley-chat-node parley-reports
    build_page
  fi
  mkdir -p "$run_dir"
  exec 8>"$run_dir/.lock"
  flock --nonblock 8 || die "another ./dev up uses $run_dir"
  exec node .ci/up/main.mjs --address "$address" --port "$port" --matchmakers "$matchmakers" --nodes "$nodes" \
    ${config_dir:+--config-dir "$config_dir"} --run-dir "$run_dir" --programs build/release/bin --page web/app/dist
}
