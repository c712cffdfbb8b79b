// CLUSTER MEET, ADDSLOTSRANGE and SETSLOT.
#include "tests/support/redis_cluster.hpp"

#include <poll.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

namespace parley::test {

namespace {

constexpr std::size_t masters = 3;
constexpr std::size_t share = link::slot_count / masters;

void expect_ok(const io::redis_reply& reply) {
  if (!reply.is_status()) throw std::runtime_error("the cluster: " + reply.text);
}

}  // namespace

redis_cluster::redis_cluster() {
  folder_ = (std::filesystem::temp_directory_path() / "parley-cluster-XXXXXX").string();
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no folder for a cluster");
  std::vector<std::string> bus_ports;
  for (std::size_t at = 0; at < masters; ++at) {
    bus_ports.push_back(std::to_string(free_port()));
    members_.push_back(std::make_unique<redis_server>(std::vector<std::string>{
        "--dir", folder_, "--cluster-enabled", "yes", "--cluster-config-file",
        "nodes-" + std::to_string(at) + ".conf", "--cluster-port", bus_ports.back(),
        "--cluster-require-full-coverage", "no"}));
  }
  for (std::size_t at = 0; at < masters; ++at) {
    const auto& each = *members_[at];
    const auto last = at + 1 == masters ? link::slot_count - 1 : (at + 1) * share - 1;
    expect_ok(each.command({"CLUSTER", "SET-CONFIG-EPOCH", std::to_string(at + 1)}));
    expect_ok(each.command(
        {"CLUSTER", "ADDSLOTSRANGE", std::to_string(at * share), std::to_string(last)}));
    for (std::size_t other = 0; other < at; ++other)
      expect_ok(each.command({"CLUSTER", "MEET", "127.0.0.1",
                              std::to_string(members_[other]->port()), bus_ports[other]}));
  }
  ask_all_until({"CLUSTER", "INFO"}, "cluster_slots_ok:16384");
  ask_all_until({"CLUSTER", "INFO"}, "cluster_state:ok");
}

redis_cluster::~redis_cluster() {
  members_.clear();
  std::filesystem::remove_all(folder_);
}

link::redis_address redis_cluster::address(std::size_t at) const {
  return {"127.0.0.1", members_[at]->port()};
}

std::size_t redis_cluster::first_owner_of(link::slot_number slot) {
  return std::min<std::size_t>(slot / share, masters - 1);
}

void redis_cluster::begin_move(link::slot_number slot, std::size_t from, std::size_t to) {
  const auto number = std::to_string(slot);
  expect_ok(members_[to]->command({"CLUSTER", "SETSLOT", number, "IMPORTING", id_of(from)}));
  expect_ok(members_[from]->command({"CLUSTER", "SETSLOT", number, "MIGRATING", id_of(to)}));
}

void redis_cluster::move(std::size_t from, std::size_t to, const std::vector<std::string>& keys) {
  std::vector<std::string> words{
      "MIGRATE", "127.0.0.1", std::to_string(members_[to]->port()), "", "0", "5000", "KEYS"};
  words.insert(words.end(), keys.begin(), keys.end());
  expect_ok(members_[from]->command(words));
}

void redis_cluster::end_move(link::slot_number slot, std::size_t to) {
  const std::vector<std::string> words{"CLUSTER", "SETSLOT", std::to_string(slot), "NODE",
                                       id_of(to)};
  expect_ok(members_[to]->command(words));
  for (std::size_t at = 0; at < masters; ++at)
    if (at != to) expect_ok(members_[at]->command(words));
}

std::string redis_cluster::id_of(std::size_t at) const {
  return members_[at]->command({"CLUSTER", "MYID"}).text;
}

void redis_cluster::ask_all_until(const std::vector<std::string>& words,
                                  const std::string& part) const {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  for (const auto& each : members_) {
    while (each->command(words).text.find(part) == std::string::npos) {
      if (std::chrono::steady_clock::now() > end)
        throw std::runtime_error("the cluster: no " + part);
      poll(nullptr, 0, 20);
    }
  }
}

}  // namespace parley::test
