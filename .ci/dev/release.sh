# ./dev release: what a version tag is published with. GitHub does it (.github/workflows/release.yml); each step can be tried
# on a desk.

release_usage() {
  cat <<'END'
./dev release check VERSION     that the sources call themselves so, and the changelog tells of it
./dev release notes VERSION     its section of CHANGELOG.md
./dev release archive VERSION   the programs for Debian 12 in build/release-files, with their checksums
END
}

release() {
  if (($# != 2)); then release_usage && return; fi
  local version=${2#v}
  case $1 in
    check) release_check "$version" ;;
    notes) release_notes "$version" ;;
    archive) release_archive "$version" ;;
    *) release_usage ;;
  esac
}

release_check() {
  [[ $(project_version) == "$1" ]] || die "CMakeLists.txt says $(project_version), not $1"
  local package
  for package in web/client/package.json web/cli/package.json; do
    grep --quiet "\"version\": \"$1\"" "$package" || die "$package says another version than $1"
  done
  [[ -n $(release_notes "$1") ]] || die "CHANGELOG.md has no section [$1]"
}

# From the section's heading to the next one.
release_notes() {
  awk -v heading="## [$1]" 'index($0, heading) == 1 { inside = 1; next } /^## / { inside = 0 } inside' CHANGELOG.md
}

release_archive() {
  local name
  name=parley-$1-debian12-$(dpkg --print-architecture)
  need build
  cmake -S . -B build/stamped -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O2 -DPARLEY_TESTS=OFF \
    -DPARLEY_BENCH=OFF -DPARLEY_REVISION="$(git rev-parse HEAD)" >&2
  cmake --build build/stamped --target parley-matchmaker parley-chat-node parley-chaos >&2
  rm -rf "build/release-files/$name"
  mkdir -p "build/release-files/$name"
  install --strip build/stamped/bin/parley-{matchmaker,chat-node,chaos} "build/release-files/$name"
  cp --recursive LICENSE README.md CHANGELOG.md matchmaker/matchmaker.example.yaml chat-node/chat-node.example.yaml \
    chaos/runner/experiments "build/release-files/$name"
  tar --create --gzip --directory build/release-files --file "build/release-files/$name.tar.gz" --sort=name --owner=0 \
    --group=0 --mtime="@$(commit_time)" "$name"
  rm -r "build/release-files/$name"
  (cd build/release-files && sha256sum ./*.tar.gz >SHA256SUMS)
}
