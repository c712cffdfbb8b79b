// Each act as the commands that do it to a Parley in Kubernetes, word for word.
#include "chaos/runner/driver/kubectl_commands.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::driver;
using script::act_kind;

namespace {

script::step step_of(act_kind what, std::string target = "", milliseconds lasts = {}) {
  script::step made;
  made.what = what;
  made.target = std::move(target);
  made.lasts = lasts;
  return made;
}

const kubectl_commands commands("chat", {});
const std::string nodes_ready =
    "kubectl -n chat rollout status statefulset/chat-node --timeout=180s";

}  // namespace

TEST_CASE("a killed node is a pod deleted without grace") {
  CHECK(commands.begin(step_of(act_kind::node_kill, "node-1")) ==
        shell_lines{"kubectl -n chat delete pod chat-node-1 --force --grace-period=0 --wait=false",
                    nodes_ready});
}

TEST_CASE("a drained node is a pod deleted with grace") {
  CHECK(commands.begin(step_of(act_kind::node_drain, "node-2")) ==
        shell_lines{"kubectl -n chat delete pod chat-node-2", nodes_ready});
}

TEST_CASE("a rolling restart is Kubernetes' own") {
  CHECK(commands.begin(step_of(act_kind::nodes_restart)) ==
        shell_lines{"kubectl -n chat rollout restart statefulset/chat-node", nodes_ready});
}

TEST_CASE("the n-th matchmaker is the n-th by age") {
  const auto lines = commands.begin(step_of(act_kind::matchmaker_kill, "matchmaker-1"));
  CHECK(lines.front() ==
        "kubectl -n chat get pods -l app=matchmaker -o name "
        "--sort-by=.metadata.creationTimestamp | sed -n 2p | xargs "
        "kubectl -n chat delete --force --grace-period=0 --wait=false");
}

TEST_CASE("a node is frozen by its own injector, for as long as the act lasts") {
  CHECK(commands.begin(step_of(act_kind::node_freeze, "node-0", milliseconds{12'000})) ==
        shell_lines{
            "echo 'faults: [{fault: hang, percent: {second: 100}, times: 1, for_ms: 12000}]' | "
            "kubectl replace --raw "
            "\"/api/v1/namespaces/chat/pods/chat-node-0:7101/proxy/faults\" -f -"});
  CHECK(commands.end(step_of(act_kind::node_freeze, "node-0")).empty());
}

TEST_CASE("Redis goes and comes back empty by its number of replicas") {
  CHECK(commands.begin(step_of(act_kind::redis_restart_empty)) ==
        shell_lines{"kubectl -n chat scale deployment/redis --replicas=0"});
  CHECK(commands.end(step_of(act_kind::redis_restart_empty)).front() ==
        "kubectl -n chat scale deployment/redis --replicas=1");
}

TEST_CASE("pressure is a limit, and is lifted again") {
  script::step pressure = step_of(act_kind::cpu_pressure);
  pressure.share = 0.15;
  CHECK(commands.begin(pressure).size() == 3);  // one for each node
  CHECK(commands.begin(pressure).front().find("\"limits\":{\"cpu\":\"150m\"}") !=
        std::string::npos);
  CHECK(commands.end(pressure).front().find("\"limits\":{\"cpu\":\"4\"}") != std::string::npos);
}

TEST_CASE("the plan reaches every injector through the API server, and is dropped there") {
  CHECK(commands.set_plan("/tmp/plan.yaml").front() ==
        "kubectl -n chat get pods -l app=chat-node -o name | cut -d/ -f2 | while read -r pod; do "
        "kubectl replace --raw \"/api/v1/namespaces/chat/pods/$pod:7101/proxy/faults\" "
        "-f /tmp/plan.yaml; done");
  CHECK(commands.drop_plan().back().find("kubectl delete --raw") != std::string::npos);
}

TEST_CASE("every act that lasts is healed by its end, by itself, or by the healing of all") {
  const shell_lines all = commands.heal();
  CHECK(std::find(all.begin(), all.end(), nodes_ready) != all.end());
  CHECK(all.front() == "kubectl -n chat scale deployment/redis --replicas=1");
}

TEST_CASE("what k8s/base cannot do is refused, with the reason") {
  script::experiment experiment;
  CHECK(kubectl_commands::refusal(experiment).empty());
  experiment.acts.push_back({act_kind::redis_failover, {}, {}, ""});
  CHECK(kubectl_commands::refusal(experiment).starts_with("redis_failover: "));
}
