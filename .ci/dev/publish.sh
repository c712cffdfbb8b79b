# ./dev publish: the images as GitHub publishes them, with docker buildx. Each architecture is built on a machine of its own
# and pushed by digest; then those of one image are joined under its tags and signed.

publish_usage() {
  cat <<'END'
./dev publish build PREFIX        builds for this machine's architecture, pushes to PREFIX-NAME without a tag, and leaves
                                  the digests in build/digests
./dev publish join PREFIX REF     joins the digests in build/digests under the tags of REF (refs/heads/main: edge;
                                  refs/tags/v1.2.3: 1.2.3, 1.2, latest, if the sources call themselves so), and signs with
                                  cosign what it made
PREFIX is a registry and the start of a name, such as ghcr.io/parley-chat/parley
END
}

publish() {
  case "${1:-} $#" in
    "build 2") publish_build "$2" ;;
    "join 3") publish_join "$2" "$3" ;;
    *) publish_usage ;;
  esac
}

publish_build() {
  local prefix=$1 arch name cache stamps SOURCE_DATE_EPOCH
  arch=$(uname -m)
  mapfile -t stamps < <(image_stamps)
  SOURCE_DATE_EPOCH=$(commit_time)
  export SOURCE_DATE_EPOCH
  mkdir -p build/digests
  for name in $(image_names); do
    cache=type=registry,ref=$prefix-cache:$name-$arch
    docker buildx build "${stamps[@]}" --file "$name/Dockerfile" --provenance mode=max --sbom true \
      --cache-from "$cache" --cache-to "$cache,mode=max" --metadata-file "build/$name.json" \
      --output "type=image,name=$prefix-$name,push-by-digest=true,name-canonical=true,push=true,rewrite-timestamp=true" .
    sed -n 's/.*"containerimage\.digest": "\([^"]*\)".*/\1/p' "build/$name.json" >"build/digests/$name-$arch"
  done
}

publish_join() {
  local prefix=$1 tags name tag digest
  mapfile -t tags < <(tags_of "$2")
  ((${#tags[@]})) || die "nothing is published of $2"
  if [[ $2 == refs/tags/v* ]]; then release_check "${2#refs/tags/v}"; fi
  for name in $(image_names); do
    local words=()
    for tag in "${tags[@]}"; do words+=(--tag "$prefix-$name:$tag"); done
    for digest in build/digests/"$name"-*; do words+=("$prefix-$name@$(<"$digest")"); done
    docker buildx imagetools create "${words[@]}"
    digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$prefix-$name:${tags[0]}")
    cosign sign --yes --recursive "$prefix-$name@$digest"
  done
}

# A release also moves the names that mean the newest; one that is tried out (v2.0.0-rc.1) does not.
tags_of() {
  local version=${1#refs/tags/v}
  case $1 in
    refs/heads/main) echo edge ;;
    refs/tags/v*-*) echo "$version" ;;
    refs/tags/v*) printf '%s\n' "$version" "${version%.*}" latest ;;
  esac
}
