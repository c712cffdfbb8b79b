// redis-server processes, and a client to each for what only a command can do.
#include "chaos/runner/driver/redis_servers.hpp"

#include <signal.h>

#include <filesystem>
#include <utility>

#include "chaos/runner/driver/ports.hpp"

namespace parley::driver {

namespace {

io::redis_settings admin_settings(std::uint16_t port) {
  io::redis_settings settings;
  settings.port = port;
  settings.timeout = milliseconds{5'000};
  settings.longest_wait = milliseconds{200};
  return settings;
}

std::vector<std::string> command_line(std::uint16_t port, const std::string& folder,
                                      bool keeps_on_disk) {
  return {"redis-server",
          "--port",
          std::to_string(port),
          "--bind",
          "127.0.0.1",
          "--dir",
          folder,
          "--save",
          "",
          "--appendonly",
          keeps_on_disk ? "yes" : "no",
          "--maxmemory-policy",
          "noeviction",
          "--repl-diskless-sync-delay",
          "0"};
}

}  // namespace

struct redis_servers::server {
  server(io::event_loop& loop, redis_servers& all, std::string made_name)
      : name(std::move(made_name)),
        folder(all.folder_ + "/" + name),
        port(free_port()),
        admin(
            loop, admin_settings(port), {},
            {[this, &all](std::uint64_t) { all.take_role(*this); }, [](std::string_view) {}, {}}) {
    std::filesystem::create_directories(folder);
    admin.start();
  }

  std::string name;
  std::string folder;
  std::uint16_t port;
  mutable io::redis_client admin;
};

redis_servers::redis_servers(io::event_loop& loop, supervisor& processes,
                             const script::topology& topology, const std::string& folder)
    : loop_(loop), processes_(processes), folder_(folder) {
  add("redis-0", topology.keeps_on_disk);
  if (!topology.has_replica) return;
  door_.emplace(loop_, master().port);
  replication_.emplace(loop_, master().port);
  add("redis-1", topology.keeps_on_disk);
}

redis_servers::~redis_servers() = default;

void redis_servers::add(const std::string& name, bool keeps_on_disk) {
  servers_.push_back(std::make_unique<server>(loop_, *this, name));
  const server& made = *servers_.back();
  processes_.add({made.name, command_line(made.port, made.folder, keeps_on_disk),
                  [&made](const auto& answer) { answer(made.admin.is_ready()); }});
}

void redis_servers::start() {
  for (const auto& each : servers_)
    processes_.start({each->name});
}

door redis_servers::where() const {
  return {.host = "127.0.0.1", .port = door_ ? door_->port() : servers_.front()->port};
}

script::settings redis_servers::options() const {
  return {{"redis.host", "127.0.0.1"}, {"redis.port", std::to_string(where().port)}};
}

// One that has just been started knows nothing of its role.
void redis_servers::take_role(const server& each) {
  if (!replication_ || has_two_masters_) return;
  if (&each == &master()) {
    each.admin.command({"REPLICAOF", "NO", "ONE"}, {});
  } else {
    each.admin.command({"REPLICAOF", "127.0.0.1", std::to_string(replication_->port())}, {});
  }
}

void redis_servers::begin(const script::step& step) {
  switch (step.what) {
    case script::act_kind::redis_restart:
      return processes_.hold_down(master().name, SIGKILL);
    case script::act_kind::redis_restart_empty:
      processes_.hold_down(master().name, SIGKILL);
      std::filesystem::remove_all(master().folder + "/appendonlydir");
      return;
    case script::act_kind::redis_freeze:
      return processes_.signal(master().name, SIGSTOP);
    case script::act_kind::redis_wipe:
      return wipe();
    case script::act_kind::redis_failover:
      return fail_over(step.lag);
    default:
      return;
  }
}

void redis_servers::end(const script::step& step) {
  if (step.what == script::act_kind::redis_freeze) {
    processes_.signal(master().name, SIGCONT);
  } else if (step.what == script::act_kind::redis_failover) {
    end_failover();
  } else {
    processes_.release(master().name);
  }
}

void redis_servers::wipe() {
  master().admin.command({"FLUSHALL", "SYNC"}, {});
  master().admin.command({"FUNCTION", "FLUSH", "SYNC"}, {});
}

// From now on the replica hears nothing; after `lag` it is made the master.
void redis_servers::fail_over(milliseconds lag) {
  replication_->set(live::direction::replies, live::passage::lost);
  has_two_masters_ = true;
  promotion_ = loop_.after(lag, [this] { promote(); });
}

// Some links stay with the old master, and it goes on accepting what they bring.
void redis_servers::promote() {
  promotion_.cancel();
  master_ = 1 - master_;
  master().admin.command({"REPLICAOF", "NO", "ONE"}, {});
  door_->retarget(master().port);
  door_->cut_half();
}

// The old master is gone, and comes back as the new one's replica.
void redis_servers::end_failover() {
  if (promotion_.is_running()) promote();
  if (!has_two_masters_) return;
  has_two_masters_ = false;
  const server& old = *servers_[1 - master_];
  processes_.hold_down(old.name, SIGKILL);
  replication_->cut();
  replication_->set(live::direction::replies, live::passage::open);
  replication_->retarget(master().port);
  processes_.release(old.name);
}

void redis_servers::heal() {
  end_failover();
  for (const auto& each : servers_) {
    processes_.signal(each->name, SIGCONT);
    processes_.release(each->name);
  }
}

}  // namespace parley::driver
