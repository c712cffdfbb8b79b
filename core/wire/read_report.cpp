// What may stand in a report.
#include "core/wire/read_report.hpp"

#include "core/base/utf8.hpp"
#include "core/wire/state_names.hpp"

namespace parley::wire {

report read_report(json_members& params) {
  report call;
  const auto reason = find_value(report_reason_names, params.text("reason"));
  if (!reason) params.fail("reason");
  call.reason = reason.value_or(report_reason::other);
  if (params.has("about")) call.about = params.seat("about");
  call.words = params.optional_text("words");
  if (count_characters(call.words) > max_report_chars) {
    params.fail_too_long("words", max_report_chars);
  }
  return call;
}

}  // namespace parley::wire
