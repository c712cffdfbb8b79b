// Keys, docs and checks of the options about reports.
#include "core/safety/options.hpp"

#include "core/io/secrets.hpp"
#include "core/io/start_error.hpp"

namespace parley::safety {

void declare_safety_options(io::option_table& table, safety_options& options) {
  using io::at_least;
  table.section("safety", "Reports about what was said, sealed for the operator.")
      .add("safety.report_key_file", options.report_key_file,
           "File of the operator's public key (parley-reports new-key); empty: no reports are "
           "taken. The same for all services of a deployment.")
      .add("safety.report_entries", options.report_entries,
           "Entries of the log that go with a report, the last ones.",
           io::between<std::uint64_t>(1, 1'000))
      .add("safety.reports_kept_ms", options.reports_kept, "A report is kept for so long.",
           at_least(milliseconds{60'000}))
      .add("safety.report_within_ms", options.report_within,
           "So long after the end of a room it can still be reported; what was said last is kept "
           "sealed meanwhile.",
           at_least(milliseconds{1'000}));
}

std::optional<report_settings> report_settings_of(const safety_options& options) {
  const auto& file = options.report_key_file;
  if (file.empty()) return std::nullopt;
  const auto key = parse_public_key(io::read_secret_file("safety.report_key_file", file));
  if (!key) throw io::start_error("safety.report_key_file: " + file + ": must be 64 hex digits");
  return report_settings{
      .key = *key, .entries = options.report_entries, .kept = options.reports_kept};
}

}  // namespace parley::safety
