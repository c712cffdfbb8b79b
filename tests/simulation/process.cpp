// Death, frost and timers.
#include "tests/simulation/process.hpp"

#include <utility>

#include "tests/simulation/network.hpp"

namespace parley::simulation {

void process::start() {
  if (is_up_) return;
  is_up_ = was_noticed_ = true;
  is_frozen_ = false;
  ++incarnation_;
  env_.tell([this] { return name_ + " starts"; });
  begin();
}

void process::die(bool is_noticed) {
  if (!is_up_) return;
  env_.tell([this, is_noticed] { return name_ + (is_noticed ? " dies" : " loses its power"); });
  is_up_ = is_frozen_ = false;
  was_noticed_ = is_noticed;
  held_.clear();
  net_.process_died(*this, is_noticed);
  end();
}

void process::leave() {
  if (!is_up_) return;
  env_.tell([this] { return name_ + " leaves"; });
  is_up_ = is_frozen_ = false;
  held_.clear();
  net_.process_left(*this);
  end();
  env_.time.after(100 + env_.up_to(1'000), [this] { start(); });
}

void process::freeze() {
  if (!is_up_ || is_frozen_) return;
  env_.tell([this] { return name_ + " freezes"; });
  is_frozen_ = true;
}

void process::wake() {
  if (!is_up_ || !is_frozen_) return;
  env_.tell([this] { return name_ + " wakes"; });
  is_frozen_ = false;
  on_woken();
  const auto mine = incarnation_;
  auto held = std::exchange(held_, {});
  for (auto& each : held) {
    if (!is_up_ || incarnation_ != mine) return;
    deliver(std::move(each));  // it may freeze again meanwhile
  }
}

void process::deliver(task what) {
  if (!is_up_) return;
  if (is_frozen_)
    held_.push_back(std::move(what));
  else
    what();
}

void process::every(std::int64_t ms, task what) {
  repeat(ms, std::move(what), incarnation_);
}

void process::repeat(std::int64_t ms, task what, std::uint64_t incarnation) {
  env_.time.after(ms, [this, ms, what = std::move(what), incarnation]() mutable {
    if (!is_up_ || incarnation_ != incarnation) return;
    if (!is_frozen_) what();
    repeat(ms, std::move(what), incarnation);
  });
}

}  // namespace parley::simulation
