// A member reports another: the service keeps it, sealed, and the room goes on as if nothing were.
#include <algorithm>

#include "chat-node/room/room.hpp"
#include "core/wire/state_names.hpp"

namespace parley::room {

void room::on_report(turn& t, const member& who, waiter from, const wire::report& report) {
  if (!t.settings.takes_reports)
    return t.refuse(from.connection, from.id, {.code = wire::error_code::reports_off});
  const bool is_about_other = report.about != who.seat && has_seat(report.about);
  if (is_named() && !is_about_other)
    return t.refuse(from.connection, from.id,
                    {.code = wire::error_code::invalid_params, .param = "about"});
  const bool is_asked = std::ranges::any_of(reports_, [&from](const auto& each) {
    return each.second.from.connection == from.connection;
  });
  if (is_asked) {  // each costs reading the log
    wire::rpc_error wait{.code = wire::error_code::busy};
    wait.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
    return t.refuse(from.connection, from.id, std::move(wait));
  }
  auto what = report;
  if (!is_named()) what.about = 0;  // there is but one other
  const auto number = t.store(name_, keep_report{who.seat, std::move(what), t.now.wall});
  reports_.emplace(number, reporting{std::move(from), report.reason});
}

// Whatever went wrong, it can be tried again: a seat's second report changes nothing.
void room::on_report_kept(turn& t, std::uint64_t request, const store_reply& reply) {
  const auto asked = reports_.extract(request);
  const auto& [from, reason] = asked.mapped();
  if (std::holds_alternative<report_kept>(reply)) {
    t.count(metric::reports, std::string(find_name(wire::report_reason_names, reason)));
    return t.answer(from.connection, from.id, wire::empty_result{});
  }
  if (const auto* failed = std::get_if<store_failed>(&reply))
    t.log(severity::error, "a report could not be kept", {{"room", name_}, {"why", failed->why}});
  wire::rpc_error why{.code = wire::error_code::storage_unavailable};
  why.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
  t.refuse(from.connection, from.id, std::move(why));
}

}  // namespace parley::room
