// Tables for a terminal, and one for docs/verification.md.
#include "tests/simulation/report.hpp"

#include <iomanip>
#include <string>

namespace parley::simulation {
namespace {

constexpr std::uint64_t seeds_for_coverage = 2'000;

template <class Kind, class Counts>
bool print_counts(std::ostream& to, const char* title, const Counts& counts, std::size_t first,
                  bool is_named) {
  bool has_all = true;
  to << '\n' << title << '\n';
  for (std::size_t i = first; i < counts.size(); ++i) {
    if (is_named && is_of_pairs(static_cast<Kind>(i))) continue;
    to << std::setw(12) << counts[i] << "  " << name_of(static_cast<Kind>(i))
       << (counts[i] == 0 ? "  <- NEVER" : "") << '\n';
    has_all = has_all && counts[i] > 0;
  }
  return has_all;
}

}  // namespace

void print_result(std::ostream& to, const campaign_result& result) {
  for (const auto& each : result.failures)
    to << "seed " << each.seed << " violated " << each.property << ": " << each.words << '\n';
  to << result.seeds << " seeds in " << std::fixed << std::setprecision(1) << result.seconds
     << " s (" << std::setprecision(0) << static_cast<double>(result.seeds) / result.seconds
     << " a second), " << result.failures.size() << " failed; " << result.seen.rooms << " rooms, "
     << result.seen.messages << " messages, " << result.seen.events << " events, "
     << result.seen.virtual_ms / 3'600'000 << " hours of virtual time; longest way back "
     << result.longest_rest_ms << " ms\n";
}

bool print_coverage(std::ostream& to, const campaign_result& result, bool is_named) {
  const bool has_acts =
      print_counts<act>(to, "Acts of users and of misfortune", result.seen.acts, 0, is_named);
  const bool has_moments = print_counts<moment>(to, "Moments that a fault was aimed at",
                                                result.seen.moments, 1, is_named);
  const bool has_marks =
      print_counts<mark>(to, "What followed from it", result.seen.marks, 0, is_named);
  return (has_acts && has_moments && has_marks) || result.seeds < seeds_for_coverage;
}

bool print_mutation(std::ostream& to, std::string_view name, std::string_view words,
                    campaign_settings settings) {
  settings.most_failures = 1;
  const auto result = run_campaign(settings);
  to << "| `" << name << "` | " << words << " | ";
  if (result.failures.empty()) {
    to << "**not caught** in " << result.seeds << " | |" << std::endl;
    return false;
  }
  const auto& first = result.failures.front();
  to << first.seed - settings.first + 1 << " | `" << first.property << "`: " << first.words << " |"
     << std::endl;
  return true;
}

bool print_mutations(std::ostream& to, campaign_settings settings) {
  bool are_all_caught = true;
  to << "| mutation | the mistake | seeds needed | what fell |\n| --- | --- | --- | --- |\n";
  for (const auto& each : mutations) {
    if (each.what == mutation::none) continue;
    settings.mistake = each.what;
    are_all_caught = print_mutation(to, each.name, each.words, settings) && are_all_caught;
  }
  return are_all_caught;
}

}  // namespace parley::simulation
