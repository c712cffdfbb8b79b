// Plans come and go; hooks are set only while there is something for them.
#include "chaos/striker/striker.hpp"

#include <utility>

#include "chaos/striker/faults_door.hpp"
#include "chaos/striker/process_strikes.hpp"
#include "core/io/start_error.hpp"

namespace parley::striker {
namespace {

using injector::phase;

constexpr milliseconds look_at_clock_every{1'000};

io::counter& plan_counter(io::metrics_registry& metrics, const char* outcome) {
  return metrics.add_counter("parley_faults_plans_total", "Fault plans, by what became of them.",
                             {{"outcome", outcome}});
}

io::http_response answer(int status, std::string body) {
  io::http_response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace

striker::striker(io::event_loop& loop, io::logger& log, io::metrics_registry& metrics,
                 fault_options options, injector::place here)
    : loop_(loop),
      log_(log),
      options_(std::move(options)),
      desk_(loop, log, metrics, std::move(here)),
      redis_strikes_(desk_),
      plans_{plan_counter(metrics, "taken"), plan_counter(metrics, "refused"),
             plan_counter(metrics, "expired"), plan_counter(metrics, "killed")} {
  if (!options_.plan.empty() && !options_.allowed)
    throw io::start_error("faults.plan: faults are not allowed; say faults.allowed=true");
}

void striker::start(targets at) {
  door_ = &at.door;
  redis_ = &at.redis;
  transport_strikes_ = std::make_unique<transport_strikes>(desk_, at.door);
  if (options_.plan.empty()) return;
  auto plan = read_plan_file(options_.plan);
  if (!plan) {
    const auto line = plan.error().line;
    throw io::start_error(options_.plan + (line > 0 ? ":" + std::to_string(line) : "") + ": " +
                          plan.error().text());
  }
  watch_ = std::make_unique<plan_watch>(loop_, options_.plan, [this] { reload(); });
  take_up(std::move(*plan), source::file);
}

void striker::stop() {
  watch_.reset();
  if (desk_.engine().is_active()) drop("faults: the process stops", plans_.killed);
}

// ---- plans -------------------------------------------------------------------------------------

void striker::take_up(injector::plan next, source from) {
  if (transport_strikes_) transport_strikes_->release();
  desk_.take_up(std::move(next));
  source_ = from;
  plans_.taken.add();
  const auto& plan = desk_.engine().current();
  log_.warn("faults: plan taken up", {{"source", from == source::file ? "file" : "admin"},
                                      {"seed", plan.seed},
                                      {"faults", plan.faults.size()},
                                      {"budget", plan.budget},
                                      {"expires_after_ms", plan.expires_after}});
  seconds_ = 0;
  begin_seconds();
  install();
}

void striker::drop(const char* why, io::counter& counted) {
  log_.warn(why, {{"standing", desk_.engine().standing()}});
  counted.add();
  desk_.drop();
  clock_.cancel();
  if (transport_strikes_) transport_strikes_->release();
  install();
}

// Also hands on what was held back under the plan before.
void striker::install() {
  is_around_log_ = desk_.comes_to(phase::append) || desk_.comes_to(phase::stored) ||
                   desk_.comes_to(phase::relayed);
  if (door_ == nullptr) return;
  door_->interfere(transport_strikes_->is_wanted() ? transport_strikes_.get() : nullptr);
  redis_->interfere(redis_strikes_.is_wanted() ? &redis_strikes_ : nullptr);
}

void striker::refuse(const plan_mistake& mistake, source from) {
  plans_.refused.add();
  log_.error("faults: plan refused", {{"source", from == source::file ? "file" : "admin"},
                                      {"reason", mistake.text()},
                                      {"line", mistake.line}});
}

void striker::reload() {
  auto plan = read_plan_file(options_.plan);
  if (!plan) return refuse(plan.error(), source::file);
  take_up(std::move(*plan), source::file);
}

// ---- time --------------------------------------------------------------------------------------

void striker::begin_seconds() {
  const auto expiry = desk_.engine().current().expires_after;
  const auto every = std::min(look_at_clock_every, expiry);
  clock_ = loop_.every(every, [this] { look_at_clock(); });
}

void striker::look_at_clock() {
  if (desk_.has_expired()) return drop("faults: plan expired", plans_.expired);
  if (!desk_.comes_to(phase::second)) return;
  const auto strike = desk_.ask({phase::second, 0, ++seconds_, {}});
  if (strike) (void)strike_process(desk_, *strike);
}

// ---- around the log ----------------------------------------------------------------------------

bool striker::strike_around_log(const log_chance& given,
                                const std::function<std::vector<connection_id>()>& members_of) {
  if (!desk_.comes_to(given.at)) return false;
  const auto strike = desk_.ask({given.at, given.sender, given.seq, given.room});
  if (!strike || strike_process(desk_, *strike)) return false;
  desk_.end(*strike);  // the cut ends it
  if (strike->how.whose == injector::reach::sender) {
    door_->abort(given.sender);
  } else {
    for (const auto id : members_of())
      door_->abort(id);
  }
  return true;
}

// ---- the door ----------------------------------------------------------------------------------

void striker::add_routes(io::http_router& routes) {
  routes.on("GET", "/faults", [this](const io::http_request&) { return answer(200, state()); });
  routes.on("PUT", "/faults", [this](const io::http_request& request) { return put(request); });
  routes.on("DELETE", "/faults", [this](const io::http_request&) {
    if (desk_.engine().is_active()) drop("faults: killed", plans_.killed);
    return answer(200, state());
  });
}

io::http_response striker::put(const io::http_request& request) {
  if (!options_.allowed) {
    const plan_mistake why{"", "faults are not allowed here; start with faults.allowed=true"};
    refuse(why, source::admin);
    return answer(403, mistake_text(why));
  }
  auto plan = read_plan(request.body);
  if (!plan) {
    refuse(plan.error(), source::admin);
    return answer(422, mistake_text(plan.error()));
  }
  take_up(std::move(*plan), source::admin);
  return answer(200, state());
}

std::string striker::state() const {
  const char* const from = source_ == source::none   ? "none"
                           : source_ == source::file ? "file"
                                                     : "admin";
  return state_text(desk_.engine(), loop_.now().steady, options_.allowed, from);
}

}  // namespace parley::striker
