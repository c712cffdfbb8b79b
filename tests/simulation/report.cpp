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

bool print_mutation(std::ostream& to, const mutation_info& mistake, campaign_settings settings) {
  settings.mistake = mistake.what;
  settings.most_failures = 1;
  to << "| `" << mistake.name << "` | " << mistake.words << " |";
  std::string fell;
  for (const bool is_named : {false, true}) {
    if (is_named && mistake.is_of_pairs) {
      to << " |";
      continue;
    }
    settings.is_named = is_named;
    const auto result = run_campaign(settings);
    if (result.failures.empty()) {
      to << " not in " << result.seeds << " |";
      continue;
    }
    const auto& first = result.failures.front();
    to << ' ' << first.seed - settings.first + 1 << " |";
    if (fell.empty()) fell = '`' + first.property + "`: " + first.words;
  }
  to << ' ' << (fell.empty() ? "**not caught**" : fell) << " |" << std::endl;
  return !fell.empty();
}

bool print_mutations(std::ostream& to, const campaign_settings& settings) {
  bool are_all_caught = true;
  to << "| mutation | the mistake | seeds: pairs | named room | what fell |\n"
     << "| --- | --- | --- | --- | --- |\n";
  for (const auto& each : mutations) {
    if (each.what == mutation::none) continue;
    are_all_caught = print_mutation(to, each, settings) && are_all_caught;
  }
  return are_all_caught;
}

}  // namespace parley::simulation
