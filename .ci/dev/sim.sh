# ./dev sim: the simulation (docs/verification.md). With --mutations it also builds copies of the sources that have one
# deliberate mistake each, and writes the table of all mistakes into the document.

sim_usage() {
  cat <<'END'
./dev sim --seeds A..B [--jobs N]              run seeds; says how many a second and what was covered
./dev sim --seed N [--story] [--shrink]        tell what happens in one, or make it smaller as long as it fails
./dev sim --mutations                          show that each deliberate mistake is caught; writes docs/verification.md
END
}

run_sim() {
  if (($# == 0)) || [[ $1 == --help || $1 == -h ]]; then sim_usage && return; fi
  build release parley-sim
  if [[ $1 == --mutations ]]; then
    sim_mutations
  else
    build/release/bin/parley-sim "$@"
  fi
}

# The mistakes at seams, by parley-sim itself; then those in the sources, each a patch.
sim_mutations() {
  local table=build/mutations/table.md patch caught=0
  need mutations
  mkdir -p build/mutations
  build/release/bin/parley-sim --mutations | tee "$table" || caught=1
  for patch in tests/simulation/mutations/*.patch; do
    sim_patched "$patch" | tee -a "$table" || caught=1
  done
  awk -v table="$table" '
    /<!-- end of the table -->/ { while ((getline line < table) > 0) print line; inside = 0 }
    !inside { print }
    /<!-- made by .\/dev sim --mutations -->/ { inside = 1 }
  ' docs/verification.md >build/mutations/verification.md
  cp build/mutations/verification.md docs/verification.md
  return "$caught"
}

# No seed of the range meets the two misfortunes at once that some mistakes need: a scenario that was kept may. The row,
# and what fell there; false: nothing did.
sim_kept() {
  local fell
  fell=$(build/mutations/build/bin/test_simulation -r compact '~whatever*' | sed -n 's/.* for: "\(.*\)"$/\1/p' | head -n 1)
  printf '%s\n' "${1/'**not caught**'/${fell:+a kept scenario: }${fell:-**not caught**}}"
  [[ -n $fell ]]
}

# One row of the table. The first line of a patch says what is wrong with it. Copies keep their times, and the patch is
# taken back afterwards, so that only what it touches is compiled again for the next.
sim_patched() {
  local patch=$1 copy=build/mutations/source applied=build/mutations/applied name row caught=0
  name=$(basename "$patch" .patch)
  say "mutation $name"
  # Whoever stopped an earlier run has left a mistake in the copy, and in what was compiled of it.
  if [[ -e $applied ]]; then rm -rf "$copy" build/mutations/build; fi
  mkdir -p "$copy"
  touch "$applied"
  # A file that git still lists may be gone, and one that is gone may still be in the copy.
  git ls-files -z --cached --others --exclude-standard |
    xargs -0 cp --parents --update --preserve=timestamps -t "$copy" 2>/dev/null || true
  comm -13 <(git ls-files --cached --others --exclude-standard | sort) <(cd "$copy" && find . -type f -printf '%P\n' | sort) |
    (cd "$copy" && xargs -r rm --)
  patch --quiet --fuzz=0 --directory "$copy" --strip 1 <"$patch" >&2 || die "$patch does not fit the sources"
  cmake -S "$copy" -B build/mutations/build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O2 \
    -DPARLEY_BENCH=OFF >build/mutations/cmake.log || die "see build/mutations/cmake.log"
  cmake --build build/mutations/build --parallel "$(nproc)" --target parley-sim test_simulation >build/mutations/build.log ||
    die "see build/mutations/build.log"
  row=$(build/mutations/build/bin/parley-sim --seeds 1..100000 --row "$name" "$(head -n 1 "$patch")") || row=$(sim_kept "$row") || caught=1
  printf '%s\n' "$row"
  patch --quiet --directory "$copy" --strip 1 --fuzz=0 --reverse <"$patch" >&2 || die "$patch is not to be taken back"
  rm "$applied"
  return "$caught"
}
