# Building and what follows directly from it: the C++ by a CMake preset, the page by vite. Nothing is done twice.

presets=(dev release asan clang fuzz)

# build PRESET TARGET...: configures when needed and builds into build/PRESET.
build() {
  local preset=$1
  shift
  [[ " ${presets[*]} " == *" $preset "* ]] || die "no preset $preset (there are: ${presets[*]})"
  need build
  if [[ $preset == clang ]]; then need clang; fi
  exclusively build_now "$preset" "$@"
}

build_now() {
  local preset=$1
  shift
  if [[ ! -f build/$preset/build.ninja ]]; then cmake --preset "$preset" >&2; fi
  cmake --build "build/$preset" --parallel "$(nproc)" --target "$@" >&2
}

# The page into web/app/dist, when a source is newer than what is there.
build_page() {
  need web
  exclusively build_page_now
}

build_page_now() {
  local built=web/app/dist/index.html
  npm_ci web
  if [[ -f $built && -z $(find web core/wire/vectors -name node_modules -prune -o -path web/app/dist -prune -o -path web/cli -prune -o \
    -newer $built -print -quit) ]]; then return; fi
  say "building the page"
  npm run --prefix web --silent build >&2
}

bench() {
  need run web
  build release parley-bench parley-matchmaker parley-chat-node
  if [[ ${1:-} == injector ]]; then
    node bench/injector.mjs "${@:2}"
  else
    node bench/run.mjs "$@"
  fi
}

clean() {
  rm -rf build web/app/dist web/client/dist web/cli/dist
  find web tests -name node_modules -prune -exec rm -rf {} +
}

format() {
  need lint web
  npm_ci web
  cpp_files | xargs -0 --no-run-if-empty clang-format -i
  local folder
  for folder in web tests chaos/checker .ci; do
    run_biome "$folder" check --write
  done
}

# Every C++ file that git knows or would take, ended by NUL.
cpp_files() { git ls-files -z --cached --others --exclude-standard '*.cpp' '*.hpp'; }
