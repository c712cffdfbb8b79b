// What the user does with the tab.
#include <utility>

#include "tests/simulation/visitor.hpp"

namespace parley::simulation {

bool visitor::seek(std::uint32_t how) {
  if (!tab_ || is_in_room() || state() == client::state::seeking) return false;
  if (env_.plan.is_named) return enter();
  wish_ = name() + "-" + std::to_string(++wishes_);
  client::wish wanted{.language = how % env_.plan.pools == 0 ? "en" : "es", .name = wish_};
  if (env_.plan.has_interests && how % 3 != 0) wanted.interests = {how % 2 == 0 ? "chess" : "tea"};
  if (!tab_->kept().priority.empty()) env_.seen.count(mark::priority_used);
  env_.tell([this] { return name() + " seeks as " + wish_; });
  happens(wanted);
  return true;
}

bool visitor::enter() {
  if (tab_->kept().entering) return false;
  env_.tell([this] { return name() + " enters"; });
  happens(client::enter{"the hall", std::string(64, 'e'), name() + "-0"});
  return true;
}

bool visitor::say() {
  if (!is_in_room() || tab_->kept().leaving) return false;
  const auto next = tab_->kept().outgoing.last() + 1;
  env_.tell([&] { return name() + " says " + std::to_string(next); });
  const auto words = room_ + "/" + std::to_string(seat_) + "/" + std::to_string(next);
  if (next % 11 == 0)
    happens(client::change{next - 1});
  else if (next % 5 == 0)
    happens(client::change{next - 1, words});
  else
    happens(client::say{words});
  return true;
}

bool visitor::goodbye() {
  if (!is_in_room()) return false;
  env_.tell([this] { return name() + " says goodbye"; });
  witness_.on_goodbye(room_, seat_);
  happens(client::say_goodbye{});
  return true;
}

bool visitor::take_back() {
  if (!tab_ || state() != client::state::seeking) return false;
  env_.tell([this] { return name() + " takes its wish back"; });
  happens(client::wish_no_more{});
  return true;
}

bool visitor::rename() {
  if (!is_in_room()) return false;
  happens(client::change_name{name() + " renamed"});
  return true;
}

bool visitor::reload(std::int64_t for_ms) {
  if (!tab_) return false;
  env_.tell([this] { return name() + " reloads its tab"; });
  auto kept = tab_->kept();
  drop_all();
  if (env_.mistake == mutation::forget_the_outbox_on_reload)
    kept.outgoing = client::outbox(settings_.outbox_capacity);
  if (env_.mistake == mutation::forget_what_is_applied_on_reload) kept.incoming = {};
  env_.time.after(for_ms, [this, kept = std::move(kept), mine = generation_] {
    if (mine == generation_) restore(kept);
  });
  return true;
}

void visitor::restore(client::memory kept) {
  tab_ = std::make_unique<client::client>(
      settings_, [this] { return chance_.fraction(); }, std::move(kept));
  wait_for_deadline();
}

bool visitor::close_tab() {
  if (!tab_) return false;
  env_.tell([this] { return name() + " closes its tab for good"; });
  if (is_in_room()) witness_.on_tab_closed(room_);
  drop_all();
  is_gone_ = true;
  return true;
}

void visitor::drop_all() {
  ++generation_;
  wakes_ms_.reset();
  for (const auto& [link, id] : std::exchange(links_, {}))
    net_.drop(id);
  numbers_.clear();
  tab_.reset();
}

}  // namespace parley::simulation
