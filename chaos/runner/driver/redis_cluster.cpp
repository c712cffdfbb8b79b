// redis-server processes that know of one another, and what is done to them.
#include "chaos/runner/driver/redis_cluster.hpp"

#include <signal.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "chaos/runner/driver/ports.hpp"
#include "core/io/start_error.hpp"
#include "core/link/slots.hpp"

namespace parley::driver {

namespace {

constexpr std::size_t masters = 3;
constexpr milliseconds found_within{30'000};
constexpr milliseconds moved_within{60'000};

// A master that has not been heard of for so long is replaced; what is left is served meanwhile.
const std::vector<std::string> cluster_words{"--cluster-enabled",
                                             "yes",
                                             "--cluster-node-timeout",
                                             "1000",
                                             "--cluster-require-full-coverage",
                                             "no",
                                             "--cluster-replica-validity-factor",
                                             "0",
                                             "--cluster-allow-replica-migration",
                                             "no",
                                             "--repl-diskless-sync-delay",
                                             "0",
                                             "--maxmemory-policy",
                                             "noeviction",
                                             "--save",
                                             "",
                                             "--appendonly",
                                             "no"};

std::string address_of(std::uint16_t port) {
  return "127.0.0.1:" + std::to_string(port);
}

io::redis_settings admin_settings(std::uint16_t port) {
  io::redis_settings settings;
  settings.port = port;
  settings.timeout = milliseconds{5'000};
  settings.longest_wait = milliseconds{200};
  return settings;
}

}  // namespace

struct redis_cluster::member {
  member(io::event_loop& loop, std::string made_name, std::string made_folder)
      : name(std::move(made_name)),
        folder(std::move(made_folder)),
        port(free_port()),
        bus_port(free_port()),
        admin(loop, admin_settings(port), {}, {.on_ready = {}, .on_lost = {}, .on_failed = {}}) {
    std::filesystem::create_directories(folder);
    admin.start();
  }

  // Asks; what was answered stands in `state` and `id` some time later.
  void look() {
    if (std::exchange(is_asked, true)) return;
    admin.command({"CLUSTER", "MYID"}, [this](const io::redis_reply& reply) { id = reply.text; });
    admin.command({"CLUSTER", "INFO"}, [this](const io::redis_reply& reply) {
      is_asked = false;
      state = reply.text;
    });
  }

  // It serves, and knows of everybody and of every slot.
  [[nodiscard]] bool is_whole() const {
    return state.find("cluster_state:ok") != std::string::npos &&
           state.find("cluster_slots_ok:16384") != std::string::npos &&
           state.find("cluster_known_nodes:6") != std::string::npos;
  }

  std::string name;
  std::string folder;
  std::uint16_t port;
  std::uint16_t bus_port;
  mutable io::redis_client admin;
  std::string id;
  std::string state;
  bool is_asked = false;
};

redis_cluster::redis_cluster(io::event_loop& loop, live::pump& pump, supervisor& processes,
                             std::string folder)
    : loop_(loop), pump_(pump), processes_(processes), folder_(std::move(folder)) {
  for (std::size_t i = 0; i < 2 * masters; ++i)
    add("redis-" + std::to_string(i));
  next_ = masters - 1;  // who has the waiting queue
}

redis_cluster::~redis_cluster() = default;

void redis_cluster::add(const std::string& name) {
  members_.push_back(std::make_unique<member>(loop_, name, folder_ + "/" + name));
  const member& made = *members_.back();
  std::vector<std::string> words{"redis-server",
                                 "--port",
                                 std::to_string(made.port),
                                 "--cluster-port",
                                 std::to_string(made.bus_port),
                                 "--bind",
                                 "127.0.0.1",
                                 "--dir",
                                 made.folder};
  words.insert(words.end(), cluster_words.begin(), cluster_words.end());
  processes_.add({made.name, std::move(words),
                  [&made](const auto& answer) { answer(made.admin.is_ready()); }});
}

void redis_cluster::start() {
  std::vector<std::string> names;
  for (const auto& each : members_)
    names.push_back(each->name);
  processes_.start(names);
  found();
}

void redis_cluster::found() {
  std::vector<std::string> words{"--cluster", "create"};
  for (const auto& each : members_)
    words.push_back(address_of(each->port));
  words.insert(words.end(), {"--cluster-replicas", "1", "--cluster-yes"});
  run_cli("found", std::move(words));
  pump_.until([this] { return !cli_ || cli_->has_ended(); }, found_within);
  cli_.reset();
  if (!pump_.until([this] { return is_whole(); }, found_within))
    throw io::start_error("the Redis Cluster was not founded: see " + folder_ +
                          "/redis-cli-found.log");
}

bool redis_cluster::is_whole() {
  for (const auto& each : members_)
    each->look();
  return std::ranges::all_of(members_, [](const auto& each) { return each->is_whole(); });
}

door redis_cluster::where() const {
  return {.host = "127.0.0.1", .port = members_.back()->port, .is_cluster = true};
}

script::settings redis_cluster::options() const {
  std::string seeds;
  for (const auto& each : members_)
    seeds += (seeds.empty() ? "" : ",") + address_of(each->port);
  return {{"redis.cluster", "true"}, {"redis.address", seeds}};
}

void redis_cluster::begin(const script::step& step) {
  if (step.what == script::act_kind::redis_slots_move) return move_slots(step.share);
  if (step.what != script::act_kind::redis_master_kill) return;
  killed_.push_back(members_[next_]->name);
  next_ = (next_ + masters - 1) % masters;
  processes_.hold_down(killed_.back(), SIGKILL);
}

// It comes back as the replica of the one that has taken over.
void redis_cluster::end(const script::step& step) {
  if (step.what != script::act_kind::redis_master_kill) return;
  for (const auto& each : std::exchange(killed_, {}))
    processes_.release(each);
}

// From the last master, which has the waiting queue, to the first.
void redis_cluster::move_slots(double share) {
  const auto slots = std::lround(share * static_cast<double>(link::slot_count) / masters);
  const member& from = *members_[masters - 1];
  const member& to = *members_.front();
  run_cli("reshard",
          {"--cluster", "reshard", address_of(to.port), "--cluster-from", from.id, "--cluster-to",
           to.id, "--cluster-slots", std::to_string(slots), "--cluster-yes"});
}

void redis_cluster::run_cli(const std::string& log, std::vector<std::string> words) {
  words.insert(words.begin(), "redis-cli");
  cli_ = std::make_unique<child>(std::move(words), folder_ + "/redis-cli-" + log + ".log");
  cli_->start();
}

void redis_cluster::heal() {
  for (const auto& each : std::exchange(killed_, {}))
    processes_.release(each);
  for (const auto& each : members_) {
    processes_.signal(each->name, SIGCONT);
    processes_.release(each->name);
  }
  if (cli_) pump_.until([this] { return cli_->has_ended(); }, moved_within);
  cli_.reset();
  pump_.until([this] { return is_whole(); }, found_within);
}

}  // namespace parley::driver
