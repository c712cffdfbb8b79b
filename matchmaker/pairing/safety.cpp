// What a visitor can do about another: report what was said, and never be paired with them again.
// Both also when the room has long ended: the seat token tells who asks.
#include <algorithm>
#include <utility>

#include "core/wire/state_names.hpp"
#include "matchmaker/pairing/matchmaker.hpp"

namespace parley::pairing {

using wire::error_code;

void matchmaker::on_call(turn& t, connection_id id, connection&, request_ref request,
                         const wire::report_by_token& report) {
  const auto claims = seat_in(t, id, request, report.token);
  if (!claims) return;
  if (!settings_.takes_reports) return t.refuse(id, request, {.code = error_code::reports_off});
  const auto about = report.what.about;
  if (claims->limit > 0 && (about == 0 || about == claims->seat))
    return t.refuse(id, request, {.code = error_code::invalid_params, .param = "about"});
  if (!has_link_) return refuse_for_now(t, id, request);
  const std::pair seat{claims->room, claims->seat};
  const bool is_being_kept =
      std::ranges::any_of(reports_, [&seat](const auto& each) { return each.second.seat == seat; });
  if (is_being_kept) {  // each costs reading the log
    const auto retry = static_cast<std::uint64_t>(settings_.retry.count());
    return t.refuse(id, request, {.code = error_code::busy, .retry_ms = retry});
  }
  auto what = report.what;
  if (claims->limit == 0) what.about = 0;  // there is but one other
  const auto number = t.store(keep_report{claims->room, claims->seat, what, t.now.wall});
  reports_[number] = {id, request,
                      std::string(find_name(wire::report_reason_names, report.what.reason)), seat};
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const report_kept& kept) {
  const auto found = reports_.extract(request);
  if (found.empty()) return;
  const auto& asked = found.mapped();
  if (!kept.is_known) return t.refuse(asked.from, asked.id, {.code = error_code::no_such_room});
  t.count(metric::reports, asked.reason);
  t.answer(asked.from, asked.id, wire::empty_result{});
}

void matchmaker::on_call(turn& t, connection_id id, connection&, request_ref request,
                         const wire::block& block) {
  const auto claims = seat_in(t, id, request, block.token);
  if (!claims) return;
  if (claims->limit > 0)  // a named room pairs nobody
    return t.refuse(id, request, {.code = error_code::invalid_request});
  if (!has_link_) return refuse_for_now(t, id, request);
  blocks_[t.store(block_partner{claims->room, claims->sid})] = {id, request};
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const partner_blocked& blocked) {
  const auto found = blocks_.extract(request);
  if (found.empty()) return;
  const auto& asked = found.mapped();
  if (!blocked.is_known) return t.refuse(asked.from, asked.id, {.code = error_code::no_such_room});
  t.count(metric::blocks);
  t.answer(asked.from, asked.id, wire::empty_result{});
}

}  // namespace parley::pairing
