# ./dev kind: Parley in a Kubernetes of its own (kind, in docker), broken by the runner's kubectl driver; then the demo.

kind_usage() {
  cat <<'END'
./dev kind [experiment ...]   builds the images, makes a kind cluster, applies k8s/overlays/chaos, runs the experiments of
                              k8s/components/chaos-runner (crash-20-percent pod-kill) by kubectl, then applies
                              k8s/overlays/demo and waits for it. Reports go to run/kind. Needs docker, kind and kubectl;
                              the cluster is gone afterwards.
END
}

kind_cluster=parley-dev
kind_port=30080 # of k8s/components/node-port

run_kind() {
  if [[ ${1:-} == --help || ${1:-} == -h ]]; then kind_usage && return; fi
  local experiments=("$@") name failed=0
  if ((${#experiments[@]} == 0)); then experiments=(crash-20-percent pod-kill); fi
  for name in docker kind kubectl; do
    command -v "$name" >/dev/null || die "$name is needed, and no Debian package: see its own site"
  done
  build_images
  [[ $PARLEY_ENGINE == docker ]] || die "kind runs in docker, whose daemon does not answer"
  trap 'kind delete cluster --name "$kind_cluster"' EXIT
  kind_create
  kind_apply chaos
  for name in "${experiments[@]}"; do
    kind_experiment "$name" || failed=1
  done
  kind_apply demo
  curl --fail --silent --show-error --retry 30 --retry-all-errors --retry-delay 1 "http://127.0.0.1:$kind_port/api/stats"
  return "$failed"
}

kind_create() {
  kind create cluster --name "$kind_cluster" --wait 120s --config - <<END
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: control-plane
    extraPortMappings: [{containerPort: $kind_port, hostPort: $kind_port, listenAddress: 127.0.0.1}]
END
  local name
  for name in $(image_names); do
    kind load docker-image --name "$kind_cluster" "parley/$name:dev"
  done
  kubectl create namespace parley
  kubectl --namespace parley create secret generic token-keys \
    --from-literal=keys="$(od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n')"
}

kind_apply() {
  local workload
  kubectl apply --kustomize "k8s/overlays/$1"
  for workload in deployment/redis deployment/matchmaker statefulset/chat-node deployment/web; do
    kubectl --namespace parley rollout status "$workload" --timeout=300s
  done
}

# The runner from its image, on this machine's network; the rooms' logs are read through a port-forward.
kind_experiment() {
  local forward status=0
  mkdir -p "run/kind/$1"
  kubectl --namespace parley port-forward deployment/redis 16379:6379 >build/containers/port-forward.log 2>&1 &
  forward=$!
  kind get kubeconfig --name "$kind_cluster" >build/containers/kubeconfig
  docker run --rm --network host --user "$(id -u):$(id -g)" --env KUBECONFIG=/kubeconfig \
    --volume "$PWD/build/containers/kubeconfig:/kubeconfig:ro" --volume "$PWD/run/kind/$1:/reports" \
    --volume "$PWD/k8s/components/chaos-runner/experiments:/experiments:ro" parley/chaos:dev \
    run "/experiments/$1.yaml" --driver kubectl --gateway "127.0.0.1:$kind_port" --redis 127.0.0.1:16379 --scale short --out /reports ||
    status=$?
  kill "$forward" 2>/dev/null || true
  if ((status == 2)); then kubectl --namespace parley get pods,events; fi
  return "$status"
}
