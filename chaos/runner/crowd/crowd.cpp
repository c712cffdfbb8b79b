// Everything at random comes from the run's seed.
#include "chaos/runner/crowd/crowd.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace parley::crowd {

namespace {

constexpr milliseconds pace{2};

std::string key_of(random_bits random) {
  std::string key;
  while (key.size() < 64)
    key += "0123456789abcdef"[random.below(16)];
  return key;
}

// Named anew in each run: a system that was found keeps what is said in a room for a day.
std::vector<named_room> rooms_for(const script::load& load, const std::string& run,
                                  random_bits random) {
  std::vector<named_room> rooms;
  for (std::size_t i = 0; i < load.rooms; ++i) {
    const std::size_t members = (load.bots - i + load.rooms - 1) / load.rooms;
    rooms.push_back({"chaos " + run + "-" + std::to_string(i), key_of(random.split()), members});
  }
  return rooms;
}

io::ws_client_settings socket_settings() {
  io::ws_client_settings settings;
  settings.max_queued_bytes = 4 << 20;
  return settings;
}

}  // namespace

crowd::crowd(io::event_loop& loop, recorder& history, const script::load& load,
             std::vector<driver::door> gateways, std::uint64_t seed)
    : loop_(loop),
      sockets_(loop.context(), socket_settings()),
      alarms_(loop),
      load_(load),
      gateways_(std::move(gateways)),
      random_(seed),
      named_(rooms_for(load, std::to_string(seed) + "-" + std::to_string(loop.now().wall),
                       random_bits(seed))) {
  const surroundings around{loop_, sockets_, alarms_, history, counts_, seed, load.body_bytes};
  for (std::size_t i = 0; i < load.bots; ++i) {
    const auto number = static_cast<checks::bot_number>(i);
    named_room* const room = named_.empty() ? nullptr : &named_[i % named_.size()];
    bots_.push_back(std::make_unique<bot>(number, around, routes_of(i), room));
    turns_.push_back(bots_.back().get());
  }
  std::shuffle(turns_.begin(), turns_.end(), random_);
}

live::routes crowd::routes_of(std::size_t number) const {
  const auto target = [this, number](const std::string& path) {
    const driver::door& gateway = gateways_[number % gateways_.size()];
    io::ws_target made;
    made.host = gateway.host;
    made.port = gateway.port;
    made.path = path;
    return made;
  };
  return {[target](client::link_number) { return target("/match"); },
          [target](const std::string& node) { return target("/node/" + node + "/ws"); }};
}

void crowd::arrive() {
  began_ = loop_.now().steady;
  arrivals_ = loop_.every(pace, [this] { arrive_due(); });
}

void crowd::arrive_due() {
  const auto passed = static_cast<double>((loop_.now().steady - began_).count()) / 1'000;
  const auto due = static_cast<std::size_t>(passed * load_.arrivals_per_second);
  for (; arrived_ < bots_.size() && arrived_ < due; ++arrived_)
    bots_[arrived_]->come();
  if (arrived_ == bots_.size()) arrivals_.cancel();
}

void crowd::talk(std::uint64_t messages) {
  began_ = loop_.now().steady;
  due_ = 0;
  meant_ = messages;
  talk_ = loop_.every(pace, [this] { say_due(); });
}

void crowd::fall_silent() {
  talk_.cancel();
  be_lively(false);
}

void crowd::be_lively(bool is_lively) {
  is_lively_ = is_lively;
  for (const auto& each : bots_)
    each->speak_up_when_lost(is_lively);
}

void crowd::say_due() {
  const auto passed = static_cast<double>((loop_.now().steady - began_).count()) / 1'000;
  const auto due = std::min(meant_, static_cast<std::uint64_t>(passed * load_.rate));
  for (; due_ < due; ++due_)
    say_one();
  if (due_ == meant_) talk_.cancel();
}

// Who has no room just now lets the next one speak.
void crowd::say_one() {
  for (std::size_t tried = 0; tried < turns_.size(); ++tried) {
    bot& speaker = *turns_[next_turn_++ % turns_.size()];
    if (!speaker.say()) continue;
    if (!is_lively_) return;
    if (random_.fraction() < load_.leave_share) speaker.leave();
    if (random_.fraction() < load_.reload_share) speaker.reload();
    return;
  }
}

std::vector<bot*> crowd::some(double share) {
  std::vector<bot*> chosen;
  for (const auto& each : bots_)
    if (random_.fraction() < share) chosen.push_back(each.get());
  return chosen;
}

void crowd::begin(const script::step& step) {
  switch (step.what) {
    case script::act_kind::slow_consumer:
      slow_ = some(step.share);
      for (bot* each : slow_)
        each->stop_reading();
      return;
    case script::act_kind::cut_connections:
      for (const auto& each : bots_)
        if (each->node() == step.target) each->cut();
      return;
    case script::act_kind::reload_tabs:
      for (bot* each : some(step.share))
        each->reload();
      return;
    default:
      return;
  }
}

void crowd::end(const script::step&) {
  for (bot* each : std::exchange(slow_, {}))
    each->read_again();
}

void crowd::record_rest() {
  for (const auto& each : bots_)
    each->record_rest();
}

void crowd::go_away() {
  fall_silent();
  for (const auto& each : bots_)
    each->go_away();
}

std::size_t crowd::joined() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(bots_, [](const auto& each) { return each->is_joined(); }));
}

std::size_t crowd::at_rest() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(bots_, [](const auto& each) { return each->is_at_rest(); }));
}

std::vector<std::string> crowd::rooms() const {
  std::set<std::string> rooms;
  for (const auto& each : bots_)
    if (each->is_joined()) rooms.insert(each->room());
  return {rooms.begin(), rooms.end()};
}

}  // namespace parley::crowd
