// Transitions of the links to a cluster. What is announced follows from owners and ready links;
// `settle` finds the difference.
#include "core/link/cluster_link.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"

namespace parley::link {

cluster_link::cluster_link(std::vector<redis_address> seeds, backoff_settings pace)
    : seeds_(std::move(seeds)), pace_(pace), owners_(slot_count), holders_(slot_count) {
  PARLEY_CHECK(!seeds_.empty());
}

cluster_actions cluster_link::handle(const cluster_event& event, double fraction) {
  fraction_ = fraction;
  if (is_running_ || std::holds_alternative<cluster_started>(event))
    std::visit([this](const auto& each) { on(each); }, event);
  return std::exchange(out_, {});
}

const redis_address* cluster_link::holder_of(slot_number slot) const {
  return holders_[slot] == nullptr ? nullptr : &holders_[slot]->at;
}

const redis_address* cluster_link::owner_of(slot_number slot) const {
  return owners_[slot] == nullptr ? nullptr : &owners_[slot]->at;
}

std::vector<redis_address> cluster_link::helpers_of(slot_number slot) const {
  std::vector<redis_address> all;
  const auto found = helpers_.find(slot);
  if (found == helpers_.end()) return all;
  for (const auto* const each : found->second)
    all.push_back(each->at);
  return all;
}

void cluster_link::on(const cluster_started&) {
  if (std::exchange(is_running_, true)) return;
  want_topology();
}

void cluster_link::on(const cluster_stopped&) {
  is_running_ = false;
  std::ranges::fill(owners_, nullptr);
  helpers_.clear();
  settle("stopped");
  close_unneeded();
}

// A server that has just been reset tells of nothing: the map that we have is better.
void cluster_link::on(const topology_told& told) {
  if (told.ranges.empty()) return on(topology_failed{"the cluster has no slots"});
  std::vector<const master*> owners(slot_count);
  replicas_.clear();
  for (const auto& range : told.ranges) {
    replicas_.insert(replicas_.end(), range.replicas.begin(), range.replicas.end());
    if (range.master.host.empty()) continue;
    const auto* const at = open(range.master);
    for (std::size_t slot = range.first; slot <= range.last && slot < slot_count; ++slot)
      owners[slot] = at;
  }
  std::erase_if(helpers_,
                [&](const auto& each) { return owners[each.first] != owners_[each.first]; });
  owners_ = std::move(owners);
  moved_.clear();
  has_failed_ = false;
  settle("its slots have another master");
  close_unneeded();
  take_pause();
}

void cluster_link::on(const topology_failed& failed) {
  has_failed_ = true;
  is_wanted_ = true;
  out_.emplace_back(cluster_trouble{failed.reason});
  take_pause();
}

void cluster_link::on(const master_ready& ready) {
  const auto found = masters_.find(ready.at);
  if (found == masters_.end()) return;
  found->second.is_ready = true;
  settle({});
}

void cluster_link::on(const master_lost& lost) {
  const auto found = masters_.find(lost.at);
  if (found == masters_.end()) return;
  const auto reason = to_string(lost.at) + ": " + lost.reason;
  if (!std::exchange(found->second.is_ready, false)) out_.emplace_back(cluster_trouble{reason});
  // What was sent on to it is as uncertain as what it held.
  for (const auto& [slot, helpers] : helpers_)
    if (helpers.contains(&found->second)) lose(slot);
  settle(reason);
  want_topology();
}

void cluster_link::on(const slot_redirected& sent) {
  if (sent.what.kind == redirect_kind::moved) return on_moved(sent.what);
  if (!sent.what.to.host.empty()) helpers_[sent.what.slot].insert(open(sent.what.to));
}

// Believed at once, but only once: two servers that send each other's callers away would keep us
// going round. After that the topology tells.
void cluster_link::on_moved(const redirect& moved) {
  const bool is_known = !moved.to.host.empty() && moved_.insert(moved.slot).second;
  lose(moved.slot);
  helpers_.erase(moved.slot);
  owners_[moved.slot] = is_known ? open(moved.to) : nullptr;
  hint_ = moved.to;
  settle("MOVED");
  want_topology();
}

void cluster_link::on(const doubt_raised&) {
  want_topology();
}

void cluster_link::on(const pause_over&) {
  if (refresh_ != refresh::pausing) return;
  refresh_ = refresh::idle;
  if (is_wanted_ || !is_whole()) return ask();
  rounds_ = 0;
}

const cluster_link::master* cluster_link::open(const redis_address& at) {
  const auto [found, is_new] = masters_.try_emplace(at, master{at});
  if (is_new) out_.emplace_back(open_master{at});
  return &found->second;
}

void cluster_link::lose(slot_number slot) {
  if (std::exchange(holders_[slot], nullptr) != nullptr) lost_.add(slot);
}

void cluster_link::settle(const std::string& reason) {
  slot_set ready;
  for (std::size_t i = 0; i < slot_count; ++i) {
    const auto slot = static_cast<slot_number>(i);
    const auto* const owner = owners_[slot];
    const auto* const holder = owner != nullptr && owner->is_ready ? owner : nullptr;
    if (holders_[slot] == holder) continue;
    lose(slot);
    holders_[slot] = holder;
    if (holder != nullptr) ready.add(slot);
  }
  auto lost = std::exchange(lost_, {});
  if (!lost.is_empty()) out_.emplace_back(slots_lost{std::move(lost), reason});
  if (!ready.is_empty()) out_.emplace_back(slots_ready{std::move(ready)});
}

void cluster_link::close_unneeded() {
  std::set<const master*> needed(owners_.begin(), owners_.end());
  for (const auto& [slot, helpers] : helpers_)
    needed.insert(helpers.begin(), helpers.end());
  std::erase_if(masters_, [&](const auto& each) {
    if (needed.contains(&each.second)) return false;
    out_.emplace_back(close_master{each.first});
    return true;
  });
}

void cluster_link::want_topology() {
  is_wanted_ = true;
  if (refresh_ == refresh::idle) ask();
}

void cluster_link::ask() {
  is_wanted_ = false;
  refresh_ = refresh::asking;
  out_.emplace_back(ask_topology{whom_to_ask()});
  hint_ = {};
}

// Always, so that a cluster that is at odds with itself is not asked without rest.
void cluster_link::take_pause() {
  refresh_ = refresh::pausing;
  out_.emplace_back(begin_pause{backoff_wait(pace_, ++rounds_, fraction_)});
}

redis_address cluster_link::whom_to_ask() const {
  if (!hint_.host.empty() && !has_failed_) return hint_;
  std::vector<redis_address> some;
  for (const auto& [at, each] : masters_)
    if (each.is_ready || has_failed_) some.push_back(at);
  if (some.empty() || has_failed_) {
    some.insert(some.end(), replicas_.begin(), replicas_.end());
    some.insert(some.end(), seeds_.begin(), seeds_.end());
  }
  const auto at = static_cast<std::size_t>(fraction_ * static_cast<double>(some.size()));
  return some[std::min(at, some.size() - 1)];
}

bool cluster_link::is_whole() const {
  return std::ranges::none_of(holders_, [](const master* each) { return each == nullptr; });
}

}  // namespace parley::link
