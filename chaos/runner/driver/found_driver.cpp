// Every service is looked at twice a second; one that was started again under the plan is given it
// anew.
#include "chaos/runner/driver/found_driver.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "core/io/start_error.hpp"

namespace parley::driver {

namespace {

constexpr milliseconds interval{500};
constexpr milliseconds probe_limit{2'000};
constexpr milliseconds ready_within{60'000};
constexpr milliseconds stop_within{5'000};

}  // namespace

found_driver::found_driver(io::event_loop& loop, live::pump& pump,
                           const script::experiment& experiment, found_settings settings)
    : loop_(loop),
      pump_(pump),
      settings_(std::move(settings)),
      needs_faults_(!experiment.plan.empty()),
      clock_(loop.every(interval, [this] { look(); })) {
  if (const auto why = refusal(experiment); !why.empty()) throw io::start_error(why);
  if (settings_.admins.empty())
    throw io::start_error("--admin: the admin ports of all services are needed");
  for (const auto& [name, admin] : settings_.admins)
    services_[name].admin = admin;
}

std::string found_driver::refusal(const script::experiment& experiment) {
  for (const script::act& each : experiment.acts) {
    const script::act_rule& rule = script::rule_of(each.what);
    if (!rule.is_of_bots)
      return std::string(rule.name) + ": a system that was found can only be given a plan";
  }
  return {};
}

io::http_question found_driver::to(const service& one, std::string method, std::string path) const {
  return {.method = std::move(method),
          .host = one.admin.host,
          .port = one.admin.port,
          .path = std::move(path)};
}

void found_driver::look() {
  io::ask(loop_,
          {.host = settings_.gateway.host, .port = settings_.gateway.port, .path = "/api/stats"},
          probe_limit, [this](const auto& said) { is_gateway_ready_ = said.status == 200; });
  for (auto& [name, one] : services_)
    look_at(name, one);
}

void found_driver::look_at(const std::string& name, service& one) {
  io::ask(loop_, to(one, "GET", "/readyz"), probe_limit,
          [&one](const auto& said) { one.is_ready = said.status == 200; });
  io::ask(loop_, to(one, "GET", "/faults"), probe_limit,
          [this, &name, &one](const auto& said) { take_state(name, one, said); });
}

void found_driver::take_state(const std::string& name, service& one, const io::http_answer& said) {
  const auto state = parse_injector_state(said.body);
  if (!state) return;
  one.allows_faults = state->is_allowed;
  if (plan_.empty()) {
    if (!state->has_plan) one.was_given = false;
    if (one.was_given) drop_plan(one);
    return;
  }
  if (state->has_plan) {
    figures_.take(name, one.life, said.body);
  } else {
    put_plan(name, one);
  }
}

void found_driver::put_plan(const std::string& name, service& one) {
  io::http_question put = to(one, "PUT", "/faults");
  put.body = plan_;
  one.was_given = true;
  io::ask(loop_, std::move(put), probe_limit, [this, &name, &one](const io::http_answer& said) {
    if (said.status == 200) {
      ++one.life;
      one.was_given = true;
      if (plan_.empty()) drop_plan(one);  // taken later than it was to be dropped
    } else if (said.status != 0 && !std::exchange(one.has_refused, true)) {
      std::fprintf(stderr, "parley-chaos: %s does not take the plan: %d %s\n", name.c_str(),
                   said.status, said.body.c_str());
    }
  });
}

std::string found_driver::missing() const {
  for (const auto& [name, one] : services_) {
    if (!one.is_ready) return name + " is not ready";
    if (needs_faults_ && !one.allows_faults.value_or(false))
      return name + " does not allow faults: start it with faults.allowed";
  }
  return is_gateway_ready_ ? "" : "the gateway does not answer";
}

bool found_driver::is_forbidden() const {
  return needs_faults_ && std::ranges::any_of(services_, [](const auto& each) {
           return each.second.is_ready && !each.second.allows_faults.value_or(true);
         });
}

void found_driver::start() {
  const auto is_decided = [this] { return missing().empty() || is_forbidden(); };
  (void)pump_.until(is_decided, ready_within);
  if (const auto why = missing(); !why.empty()) throw io::start_error(why);
}

void found_driver::set_plan(const std::string& yaml) {
  plan_ = yaml;
  for (auto& [name, one] : services_) {
    if (!plan_.empty()) {
      put_plan(name, one);
    } else if (one.was_given) {
      drop_plan(one);
    }
  }
}

// Asked again, as long as the service says that it has one, or says nothing.
void found_driver::drop_plan(service& one) {
  io::ask(loop_, to(one, "DELETE", "/faults"), probe_limit, [&one](const auto& said) {
    if (said.status == 200) one.was_given = false;
  });
}

std::string found_driver::still_given() const {
  std::string names;
  for (const auto& [name, one] : services_)
    if (one.was_given) names += " " + name;
  return names;
}

bool found_driver::is_whole() const {
  return std::ranges::all_of(services_, [](const auto& each) { return each.second.is_ready; });
}

bool found_driver::heal() {
  return pump_.until([this] { return is_whole(); }, ready_within);
}

// A plan that outlived its runner would break what others do.
void found_driver::stop() {
  set_plan("");
  if (pump_.until([this] { return still_given().empty(); }, stop_within)) return;
  std::fprintf(stderr, "parley-chaos: perhaps still under the plan:%s\n", still_given().c_str());
}

}  // namespace parley::driver
