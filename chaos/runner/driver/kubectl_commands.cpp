// The names are those of k8s/base: statefulset/chat-node, deployment/matchmaker, /web and /redis.
#include "chaos/runner/driver/kubectl_commands.hpp"

#include <cmath>
#include <utility>

namespace parley::driver {

namespace {

using script::act_kind;

constexpr int node_admin_port = 7101;
constexpr int matchmaker_admin_port = 7001;
constexpr const char* at_once = "--force --grace-period=0 --wait=false";

// "matchmaker-1" is the second one.
std::string place_of(const std::string& target) {
  return std::to_string(std::stoi(target.substr(target.rfind('-') + 1)) + 1);
}

std::string redis_cli(const std::string& words) {
  return "exec deployment/redis -- redis-cli " + words;
}

}  // namespace

std::string pod_of(const std::string& target) {
  return target.starts_with("node-") ? "chat-" + target : target;
}

kubectl_commands::kubectl_commands(std::string name_space, script::topology topology)
    : namespace_(std::move(name_space)), topology_(std::move(topology)) {}

std::string kubectl_commands::kubectl(const std::string& words) const {
  return "kubectl -n " + namespace_ + " " + words;
}

std::string kubectl_commands::ready(const std::string& workload) const {
  return kubectl("rollout status " + workload + " --timeout=180s");
}

// A deployment's pods have no names of their own: the n-th by age.
std::string kubectl_commands::one_pod(const std::string& app, const std::string& target) const {
  return kubectl("get pods -l app=" + app + " -o name --sort-by=.metadata.creationTimestamp") +
         " | sed -n " + place_of(target) + "p";
}

std::string kubectl_commands::admin(const std::string& pod, int port) const {
  return "/api/v1/namespaces/" + namespace_ + "/pods/" + pod + ":" + std::to_string(port) +
         "/proxy/faults";
}

// The first process of a container cannot be stopped by a signal: its injector makes it stand
// still.
std::string kubectl_commands::hang(const std::string& pod, int port, milliseconds time) const {
  return "echo 'faults: [{fault: hang, percent: {second: 100}, times: 1, for_ms: " +
         std::to_string(time.count()) + "}]' | kubectl replace --raw \"" + admin(pod, port) +
         "\" -f -";
}

shell_lines kubectl_commands::start() const {
  return {
      kubectl("scale statefulset/chat-node --replicas=" + std::to_string(topology_.nodes)),
      kubectl("scale deployment/matchmaker --replicas=" + std::to_string(topology_.matchmakers)),
      ready("statefulset/chat-node"), ready("deployment/matchmaker"), ready("deployment/redis")};
}

shell_lines kubectl_commands::begin(const script::step& step) const {
  const std::string delete_one = " | xargs " + kubectl("delete " + std::string(at_once));
  switch (step.what) {
    case act_kind::node_kill:
      return {kubectl("delete pod " + pod_of(step.target) + " " + at_once),
              ready("statefulset/chat-node")};
    case act_kind::node_freeze:
      return {hang(pod_of(step.target), node_admin_port, step.lasts)};
    case act_kind::node_drain:
      return {kubectl("delete pod " + pod_of(step.target)), ready("statefulset/chat-node")};
    case act_kind::nodes_restart:
      return {kubectl("rollout restart statefulset/chat-node"), ready("statefulset/chat-node")};
    case act_kind::matchmakers_restart:
      return {kubectl("rollout restart deployment/matchmaker"), ready("deployment/matchmaker")};
    case act_kind::matchmaker_kill:
      return {one_pod("matchmaker", step.target) + delete_one, ready("deployment/matchmaker")};
    case act_kind::matchmaker_freeze:
      return {"pod=$(" + one_pod("matchmaker", step.target) + " | cut -d/ -f2) && " +
              hang("$pod", matchmaker_admin_port, step.lasts)};
    case act_kind::gateway_kill:
      return {one_pod("web", step.target) + delete_one, ready("deployment/web")};
    case act_kind::redis_restart_empty:
      return {kubectl("scale deployment/redis --replicas=0")};
    case act_kind::redis_freeze:
      return {kubectl(redis_cli("CLIENT PAUSE " + std::to_string(step.lasts.count()) + " ALL"))};
    case act_kind::redis_wipe:
      return {kubectl(redis_cli("FLUSHALL SYNC")), kubectl(redis_cli("FUNCTION FLUSH SYNC"))};
    case act_kind::cpu_pressure:
      return press(std::to_string(std::lround(step.share * 1000)) + "m");
    default:
      return {};
  }
}

shell_lines kubectl_commands::end(const script::step& step) const {
  switch (step.what) {
    case act_kind::redis_restart_empty:
      return {kubectl("scale deployment/redis --replicas=1"), ready("deployment/redis")};
    case act_kind::cpu_pressure:
      return press("4");
    default:
      return {};  // ends by itself
  }
}

// Limits are changed in place (Kubernetes 1.33 and newer): a restart would be another fault.
shell_lines kubectl_commands::press(const std::string& cpu) const {
  shell_lines lines;
  for (const std::string& node : script::names("node", topology_.nodes)) {
    lines.push_back(
        kubectl("patch pod " + pod_of(node) +
                " --subresource=resize -p '{\"spec\":{\"containers\":[{\"name\":\"chat-node\","
                "\"resources\":{\"requests\":{\"cpu\":\"100m\"},\"limits\":{\"cpu\":\"" +
                cpu + "\"}}}]}}'"));
  }
  return lines;
}

shell_lines kubectl_commands::for_each_injector(const std::string& verb,
                                                const std::string& rest) const {
  const auto line = [&](const std::string& app, int port) {
    return kubectl("get pods -l app=" + app + " -o name") +
           " | cut -d/ -f2 | while read -r pod; do kubectl " + verb + " --raw \"" +
           admin("$pod", port) + "\"" + rest + "; done";
  };
  return {line("chat-node", node_admin_port), line("matchmaker", matchmaker_admin_port)};
}

shell_lines kubectl_commands::set_plan(const std::string& file) const {
  return for_each_injector("replace", " -f " + file);
}

shell_lines kubectl_commands::drop_plan() const {
  return for_each_injector("delete", "");
}

shell_lines kubectl_commands::heal() const {
  shell_lines lines{kubectl("scale deployment/redis --replicas=1")};
  lines.push_back(ready("deployment/web"));
  for (std::string& line : start())
    lines.push_back(std::move(line));
  return lines;
}

std::string kubectl_commands::refusal(const script::experiment& experiment) {
  for (const script::act& each : experiment.acts) {
    const bool needs_more =
        each.what == act_kind::redis_failover || each.what == act_kind::redis_restart ||
        each.what == act_kind::redis_master_kill || each.what == act_kind::redis_slots_move;
    if (needs_more)
      return std::string(script::rule_of(each.what).name) +
             ": k8s/base has one Redis without a disk; only the local driver can do this";
  }
  return {};
}

}  // namespace parley::driver
