// Which processes make up a local Parley, and what each act is to them.
#include "chaos/runner/driver/local_driver.hpp"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <utility>

#include "chaos/live/process_stats.hpp"
#include "chaos/runner/driver/gateway_files.hpp"
#include "chaos/runner/driver/ports.hpp"
#include "chaos/runner/driver/redis_cluster.hpp"
#include "chaos/runner/driver/redis_servers.hpp"
#include "core/io/http_ask.hpp"

namespace parley::driver {

namespace {

using script::act_kind;

constexpr milliseconds probe_limit{1'000};
constexpr milliseconds heal_within{20'000};
constexpr milliseconds figures_interval{500};
constexpr const char* no_plan = "faults: []\n";
// Kubernetes gives a process its share of the processor anew ten times a second.
constexpr milliseconds pressure_period{100};

// All bots come from one address, and the load is meant to be carried.
const script::settings driver_options{
    {"listen.address", "127.0.0.1"},
    {"admin.address", "127.0.0.1"},
    {"limits.connections_per_address", "1000000"},
    {"limits.connections", "100000"},
    {"log.level", "info"},
};

std::string random_key() {
  std::random_device entropy;
  std::string key;
  for (int i = 0; i < 64; ++i)
    key += "0123456789abcdef"[entropy() % 16];
  return key;
}

}  // namespace

local_driver::local_driver(io::event_loop& loop, live::pump& pump, script::topology topology,
                           local_settings settings)
    : loop_(loop),
      pump_(pump),
      topology_(std::move(topology)),
      settings_(std::move(settings)),
      processes_((std::filesystem::create_directories(settings_.folder), loop_), pump_,
                 settings_.folder),
      redis_(make_redis()) {}

std::unique_ptr<redis_side> local_driver::make_redis() {
  if (topology_.has_cluster)
    return std::make_unique<redis_cluster>(loop_, pump_, processes_, settings_.folder);
  return std::make_unique<redis_servers>(loop_, processes_, topology_, settings_.folder);
}

void local_driver::start() {
  write_keys();
  write_plan("");
  redis_->start();
  std::vector<std::string> services = script::names("matchmaker", topology_.matchmakers);
  for (const std::string& id : services)
    add_service("matchmaker", id, topology_.matchmaker_options);
  for (const std::string& id : script::names("node", topology_.nodes)) {
    add_service("chat-node", id, topology_.node_options);
    services.push_back(id);
  }
  processes_.start(services);
  const auto gateways = script::names("gateway", topology_.gateways);
  for (const std::string& name : gateways)
    add_gateway(name);
  processes_.start(gateways);
}

void local_driver::write_keys() const {
  const std::string file = settings_.folder + "/keys";
  std::ofstream(file) << random_key() << "\n";
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

void local_driver::add_service(const std::string& kind, const std::string& id,
                               const script::settings& options) {
  const std::uint16_t port = free_port();
  const std::uint16_t admin_port = free_port();
  services_[id] = {"127.0.0.1:" + std::to_string(port), admin_port};
  const bool is_node = kind == "chat-node";
  script::settings all = driver_options;
  all[is_node ? "node.id" : "matchmaker.id"] = id;
  all["listen.port"] = std::to_string(port);
  all["admin.port"] = std::to_string(admin_port);
  for (const auto& [key, value] : redis_->options())
    all[key] = value;
  all["tokens.keys_file"] = settings_.folder + "/keys";
  if (settings_.allows_faults) {
    all["faults.allowed"] = "true";
    all["faults.plan"] = settings_.folder + "/faults.yaml";
  }
  if (!is_node) all["limits.seeks_per_address_per_minute"] = "1000000";
  for (const auto& [key, value] : options)
    all[key] = value;
  std::vector<std::string> words{settings_.programs + "/parley-" + kind};
  for (const auto& [key, value] : all)
    words.push_back("--" + key + "=" + value);
  processes_.add({id, std::move(words), [this, admin_port](auto answer) {
                    io::ask(loop_, {.port = admin_port, .path = "/readyz"}, probe_limit,
                            [answer](const auto& said) { answer(said.status == 200); });
                  }});
}

void local_driver::add_gateway(const std::string& name) {
  const std::uint16_t port = free_port();
  gateway_files files;
  files.folder = settings_.folder + "/" + name;
  files.listen = "127.0.0.1:" + std::to_string(port);
  for (const auto& [id, where] : services_) {
    if (id.starts_with("node-")) {
      files.nodes[id] = where.address;
    } else {
      files.matchmakers.push_back(where.address);
    }
  }
  gateways_.push_back({"127.0.0.1", port});
  processes_.add({name, write_gateway_files(files), [this, port](auto answer) {
                    io::ask(loop_, {.port = port, .path = "/api/stats"}, probe_limit,
                            [answer](const auto& said) { answer(said.status == 200); });
                  }});
}

void local_driver::begin(const script::step& step) {
  switch (step.what) {
    case act_kind::node_kill:
    case act_kind::matchmaker_kill:
    case act_kind::gateway_kill:
      return processes_.kill(step.target);
    case act_kind::node_freeze:
    case act_kind::matchmaker_freeze:
      return processes_.signal(step.target, SIGSTOP);
    case act_kind::node_drain:
      return processes_.hold_down(step.target, SIGTERM);
    case act_kind::nodes_restart:
      return processes_.restart_in_turn(script::names("node", topology_.nodes));
    case act_kind::matchmakers_restart:
      return processes_.restart_in_turn(script::names("matchmaker", topology_.matchmakers));
    case act_kind::cpu_pressure:
      return press(step);
    default:
      return redis_->begin(step);
  }
}

void local_driver::end(const script::step& step) {
  switch (step.what) {
    case act_kind::node_freeze:
    case act_kind::matchmaker_freeze:
      return processes_.signal(step.target, SIGCONT);
    case act_kind::node_drain:
      return processes_.release(step.target);
    case act_kind::cpu_pressure:
      pressed_.clear();
      for (const std::string& node : script::names("node", topology_.nodes))
        processes_.signal(node, SIGCONT);
      return;
    default:
      return redis_->end(step);
  }
}

// What a processor limit does to a container: it runs for its share of each period, and is stopped
// for the rest.
void local_driver::press(const script::step& step) {
  const auto share = milliseconds{
      static_cast<milliseconds::rep>(static_cast<double>(pressure_period.count()) * step.share)};
  for (const std::string& node : script::names("node", topology_.nodes)) {
    pressed_[node].resize(2);
    pressed_[node][0] = loop_.every(pressure_period, [this, node, share] {
      processes_.signal(node, SIGCONT);
      pressed_[node][1] = loop_.after(share, [this, node] { processes_.signal(node, SIGSTOP); });
    });
  }
}

void local_driver::set_plan(const std::string& yaml) {
  if (!settings_.allows_faults) return;
  write_plan(yaml);
  figures_clock_ =
      yaml.empty() ? io::timer{} : loop_.every(figures_interval, [this] { ask_for_figures(); });
}

// A service takes a change of its file up by itself, also one that starts again under the plan.
void local_driver::write_plan(const std::string& yaml) const {
  const std::string file = settings_.folder + "/faults.yaml";
  std::ofstream(file + ".new") << (yaml.empty() ? no_plan : yaml);
  std::filesystem::rename(file + ".new", file);
}

void local_driver::ask_for_figures() {
  for (const auto& [id, where] : services_) {
    io::ask(loop_, {.port = where.admin_port, .path = "/faults"}, probe_limit,
            [this, name = id, life = processes_.pid(id)](const io::http_answer& said) {
              if (figures_clock_.is_running()) figures_.take(name, life, said.body);
            });
  }
}

std::vector<checks::struck> local_driver::new_strikes() {
  std::vector<checks::struck> all;
  if (!settings_.allows_faults) return all;
  for (const auto& [id, where] : services_) {
    const auto more = strikes_.read(id, settings_.folder + "/" + id + ".log");
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

bool local_driver::heal() {
  pressed_.clear();
  redis_->heal();
  for (const std::string& name : processes_.names()) {
    processes_.signal(name, SIGCONT);
    processes_.release(name);
  }
  return pump_.until([this] { return processes_.all_ready(); }, heal_within);
}

// Redis last: services without it would wait for it, not go.
void local_driver::stop() {
  pressed_.clear();
  for (const char* kind : {"gateway", "matchmaker", "node", "redis"})
    processes_.stop(processes_.names(kind));
}

std::optional<door> local_driver::redis() const {
  return redis_->where();
}

std::vector<reading> local_driver::readings() const {
  std::vector<reading> all;
  for (const std::string& name : processes_.names()) {
    const auto stats = live::read_process(processes_.pid(name));
    if (stats) all.push_back({name, stats->rss_bytes, stats->descriptors});
  }
  return all;
}

}  // namespace parley::driver
