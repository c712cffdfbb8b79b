# What a machine can say about the sources without running them.

lint() {
  need lint web
  npm_ci web
  npm_ci tests
  npm_ci tests/manifests
  local failed=0
  check "clang-format" check_format || failed=1
  check "shellcheck" shellcheck --external-sources --shell=bash dev .ci/run .ci/dev/*.sh || failed=1
  check "shellcheck in k8s" shellcheck k8s/components/*/*.sh || failed=1
  check "yamllint" yaml_files || failed=1
  local folder
  for folder in web tests chaos/checker .ci; do
    check "biome in $folder" run_biome "$folder" check || failed=1
  done
  for folder in web tests; do
    check "types in $folder" npm run --prefix "$folder" --silent typecheck || failed=1
  done
  run_vitest tidy || failed=1
  return $failed
}

# check NAME COMMAND...: prints what the command says only when it fails.
check() {
  local name=$1 said
  shift
  if said=$("$@" 2>&1); then
    echo "ok      $name"
  else
    printf '%s\nFAILED  %s\n' "$said" "$name"
    return 1
  fi
}

# run_biome FOLDER COMMAND...: each folder with TypeScript has a biome.json; all build on that of web.
run_biome() { (cd "$1" && "$OLDPWD/web/node_modules/.bin/biome" "${@:2}" --log-level=warn .); }

# Names the files that ./dev fmt would change.
check_format() {
  local said
  if said=$(cpp_files | xargs -0 --no-run-if-empty clang-format --dry-run --Werror 2>&1); then return; fi
  sed -n 's/:[0-9].* error: .*//p' <<<"$said" | sort --unique
  return 1
}

yaml_files() { git ls-files -z --cached --others --exclude-standard '*.yaml' '*.yml' | xargs -0 yamllint --strict; }

# clang-tidy over the services and the load driver, a file for each core at a time.
analyse() {
  local log=build/test/clang-tidy.log
  need lint build
  if [[ ! -f build/release/compile_commands.json ]]; then cmake --preset release >&2; fi
  if ! analysed_files | xargs -0 --max-args=1 --max-procs="$(nproc)" clang-tidy --quiet -p build/release 2>"$log"; then
    grep --invert-match 'warnings\? generated' "$log" || true
    return 1
  fi
  printf 'clang-tidy: %d passed, 0 failed\n' "$(analysed_files | tr -cd '\0' | wc -c)"
}

analysed_files() { cpp_files | grep --null-data '\.cpp$' | grep --null-data --invert-match '^tests/'; }
