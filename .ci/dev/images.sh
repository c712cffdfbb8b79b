# ./dev images: the images of matchmaker, chat-node, gateway and chaos runner, stamped with version and revision.

images=(matchmaker chat-node web chaos)

images_usage() {
  cat <<'END'
./dev images [image ...]   parley/NAME:dev for matchmaker, chat-node, web and chaos, or those named; with docker or podman

  --tag TAG                another tag than dev
END
}

build_images() {
  local tag=dev names=()
  while (($#)); do
    case $1 in
      --help | -h) images_usage && return ;;
      --tag) tag=${2:?--tag needs a value} && shift ;;
      -*) die "no option $1 (./dev images --help lists them)" ;;
      *) [[ " ${images[*]} " == *" $1 "* ]] || die "no image $1 (there are: ${images[*]})" && names+=("$1") ;;
    esac
    shift
  done
  if ((${#names[@]} == 0)); then names=("${images[@]}"); fi
  use_engine
  local name
  for name in "${names[@]}"; do
    local began=$SECONDS
    build_image "$name" "parley/$name:$tag"
    say "parley/$name:$tag in $((SECONDS - began)) s"
  done
}

build_image() {
  local stamps SOURCE_DATE_EPOCH
  mapfile -t stamps < <(image_stamps)
  SOURCE_DATE_EPOCH=$(commit_time)
  export SOURCE_DATE_EPOCH # BuildKit reads it
  local words=("${stamps[@]}" --file "$1/Dockerfile" --tag "$2" .)
  if [[ $PARLEY_ENGINE == docker ]]; then
    docker build "${words[@]}"
  else
    buildah_build --timestamp "$SOURCE_DATE_EPOCH" "${words[@]}"
  fi
}

# What an image says about itself, as options of a build.
image_stamps() {
  local revision
  revision=$(git rev-parse HEAD)
  if [[ -n $(git status --porcelain) ]]; then revision+=-dirty; fi
  printf '%s\n' --build-arg "PARLEY_VERSION=$(project_version)" --build-arg "PARLEY_REVISION=$revision" \
    --build-arg "SOURCE_DATE_EPOCH=$(commit_time)"
}

# The same sources have the same times, whenever they are built.
commit_time() { git log -1 --format=%ct; }

image_names() { printf '%s\n' "${images[@]}"; }

project_version() { sed -n 's/^project(parley VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt; }
