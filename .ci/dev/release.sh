# ./dev release: what a version tag is published with. GitHub does it (.github/workflows/release.yml); each step can be tried
# on a desk. A version that is tried out (2.0.0-rc.1) is made of the sources of the one that it is to become (2.0.0).

release_usage() {
  cat <<'END'
./dev release check VERSION     that the sources call themselves so, and the changelog tells of it
./dev release notes VERSION     its section of CHANGELOG.md; of a release candidate that has none, what is unreleased
./dev release archive VERSION   the programs for Debian 12 in build/release-files, with their checksums
./dev release github VERSION    makes the release, with those files (needs gh)
./dev release npm VERSION       builds and publishes the client library and the console client; a candidate as "next"
./dev release npm VERSION --dry-run
VERSION is 1.2.3 or 1.2.3-rc.1, with or without the v of a tag
END
}

release() {
  if (($# < 2)); then release_usage && return; fi
  local version=${2#v}
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-rc\.[0-9]+)?$ ]] || die "$2 is no version such as 1.2.3 or 1.2.3-rc.1"
  case $1 in
    check) release_check "$version" ;;
    notes) release_notes "$version" ;;
    archive) release_archive "$version" ;;
    github) release_github "$version" ;;
    npm) release_npm "$version" "${@:3}" ;;
    *) release_usage ;;
  esac
}

is_candidate() { [[ $1 == *-* ]]; }

release_check() {
  local package sources=${1%%-*}
  [[ $(project_version) == "$sources" ]] || die "CMakeLists.txt says $(project_version), not $sources"
  for package in web/client/package.json web/cli/package.json; do
    grep --quiet "\"version\": \"$sources\"" "$package" || die "$package says another version than $sources"
  done
  [[ -n $(release_notes "$1") ]] || die "CHANGELOG.md has no section [$sources]"
}

release_notes() {
  local notes
  notes=$(changelog_section "${1%%-*}")
  if [[ -z $notes ]] && is_candidate "$1"; then notes=$(changelog_section Unreleased); fi
  printf '%s' "$notes"
}

# From the section's heading to the next one.
changelog_section() {
  awk -v heading="## [$1]" 'index($0, heading) == 1 { inside = 1; next } /^## / { inside = 0 } inside' CHANGELOG.md
}

release_programs=(parley-matchmaker parley-chat-node parley-reports parley-probe parley-chaos)

release_archive() {
  local name
  name=parley-$1-debian12-$(dpkg --print-architecture)
  need build
  cmake -S . -B build/stamped -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O2 -DPARLEY_TESTS=OFF \
    -DPARLEY_BENCH=OFF -DPARLEY_REVISION="$(git rev-parse HEAD)" >&2
  cmake --build build/stamped --target "${release_programs[@]}" >&2
  rm -rf "build/release-files/$name"
  mkdir -p "build/release-files/$name"
  install --strip "${release_programs[@]/#/build/stamped/bin/}" "build/release-files/$name"
  cp --recursive LICENSE README.md CHANGELOG.md matchmaker/matchmaker.example.yaml chat-node/chat-node.example.yaml \
    chaos/runner/experiments "build/release-files/$name"
  tar --create --gzip --directory build/release-files --file "build/release-files/$name.tar.gz" --sort=name --owner=0 \
    --group=0 --mtime="@$(commit_time)" "$name"
  rm -r "build/release-files/$name"
  (cd build/release-files && sha256sum ./*.tar.gz >SHA256SUMS)
}

release_github() {
  local kind=()
  if is_candidate "$1"; then kind=(--prerelease); fi
  release_notes "$1" >build/release-notes.md
  gh release create "v$1" --verify-tag --title "Parley $1" --notes-file build/release-notes.md "${kind[@]}" build/release-files/*
}

# Signed by who publishes: on GitHub npm trusts the workflow itself. A candidate's number is written into copies.
release_npm() {
  local version=$1 package tag=latest
  shift
  if is_candidate "$version"; then tag=next; fi
  release_check "$version"
  need web
  npm_ci web
  npm run --prefix web --silent build --workspace client --workspace cli
  for package in client cli; do
    rm -rf "build/npm/$package"
    mkdir -p "build/npm/$package"
    npm pack --silent --pack-destination "build/npm/$package" "./web/$package" >&2
    tar --extract --gzip --file "build/npm/$package"/*.tgz --directory "build/npm/$package"
    (cd "build/npm/$package/package" && npm version --no-git-tag-version --allow-same-version "$version" >/dev/null &&
      npm publish --access public --tag "$tag" "$@")
  done
}
