# What builds and runs containers on this machine, found by trying: docker when its daemon answers, else podman with
# buildah, which Debian has.

# Sets PARLEY_ENGINE, and leaves it able to run: with podman, base images are there and the limits are ones it may set.
use_engine() {
  mkdir -p build/containers
  if docker info >/dev/null 2>&1; then
    export PARLEY_ENGINE=docker
  else
    export PARLEY_ENGINE=podman
    need containers
    bases
    if ! podman_runs; then
      write_containers_conf
      podman_runs || die "podman cannot run a container; what it said is in build/containers/probe.log"
    fi
  fi
  say "containers by $PARLEY_ENGINE${CONTAINERS_CONF:+ with $CONTAINERS_CONF}"
}

# For a machine that is a container itself: no systemd, and hard limits below those that podman wants.
write_containers_conf() {
  export CONTAINERS_CONF=$PWD/build/containers/containers.conf
  cat >"$CONTAINERS_CONF" <<END
[containers]
default_ulimits = ["nofile=20000:20000", "nproc=30000:30000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
END
}

# Isolation chroot works with any runtime, and the host's network whatever the bridges are. Behind a proxy with a
# certificate of its own, npm's list of authorities is lent to the build; no Dockerfile knows of it.
buildah_build() {
  local authorities lent=()
  authorities=$(npm config get cafile 2>/dev/null || true)
  if [[ -f $authorities ]]; then
    echo "cafile=/etc/ssl/certs/ca-certificates.crt" >build/containers/npmrc
    lent=(--volume "$authorities:/etc/ssl/certs/ca-certificates.crt:ro"
      --volume "$PWD/build/containers/npmrc:/usr/local/etc/npmrc:ro")
  fi
  buildah build --isolation chroot --network host --layers "${lent[@]}" "$@"
}
