// parley-sim: runs seeds, tells the story of one, shrinks it, and shows that mistakes are caught.
#include <algorithm>
#include <charconv>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "tests/simulation/campaign.hpp"
#include "tests/simulation/report.hpp"
#include "tests/simulation/shrink.hpp"
#include "tests/simulation/world.hpp"

namespace {

using namespace parley::simulation;

constexpr std::string_view usage =
    "parley-sim --seeds A..B [--jobs N] [--mutation NAME] [--failures N]   run seeds\n"
    "parley-sim --seed N [--story] [--shrink] [--mutation NAME]            run one\n"
    "parley-sim --named …                         three to five in a named room, not pairs\n"
    "parley-sim --mutations [--jobs N] [--seeds A..B]                      a table of mistakes\n"
    "parley-sim --seeds A..B --row NAME WORDS     its row for a build with a mistake in its "
    "sources\n"
    "\n"
    "Exit status: 0 everything held, 1 something was violated (or never happened), 2 bad usage.\n";

struct options {
  campaign_settings campaign{};
  std::optional<std::uint64_t> seed{};
  bool has_seeds = false;
  bool tells_story = false;
  bool shrinks = false;
  bool shows_mutations = false;
  std::optional<std::pair<std::string, std::string>> row{};
};

std::uint64_t parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::invalid_argument("not a number: " + std::string(text));
  return number;
}

mutation parse_mutation(std::string_view name) {
  const auto* const found = std::ranges::find(mutations, name, &mutation_info::name);
  if (found == mutations.end()) throw std::invalid_argument("no mutation " + std::string(name));
  return found->what;
}

void parse_seeds(options& into, std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) throw std::invalid_argument("--seeds takes A..B");
  into.campaign.first = parse_number(text.substr(0, dots));
  into.campaign.last = parse_number(text.substr(dots + 2));
  into.has_seeds = true;
}

options parse(int count, char** texts) {
  options given;
  given.campaign.jobs = std::max(1U, std::thread::hardware_concurrency());
  given.campaign.shows_progress = true;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = texts[i];
    const auto value = [&]() -> std::string_view {
      if (++i >= count) throw std::invalid_argument(std::string(name) + " takes a value");
      return texts[i];
    };
    if (name == "--seeds")
      parse_seeds(given, value());
    else if (name == "--seed")
      given.seed = parse_number(value());
    else if (name == "--jobs")
      given.campaign.jobs = static_cast<unsigned>(parse_number(value()));
    else if (name == "--failures")
      given.campaign.most_failures = parse_number(value());
    else if (name == "--mutation")
      given.campaign.mistake = parse_mutation(value());
    else if (name == "--named")
      given.campaign.is_named = true;
    else if (name == "--story")
      given.tells_story = true;
    else if (name == "--shrink")
      given.shrinks = true;
    else if (name == "--mutations")
      given.shows_mutations = true;
    else if (name == "--row") {
      given.row.emplace(value(), std::string());
      given.row->second = value();
    } else
      throw std::invalid_argument("no option " + std::string(name));
  }
  return given;
}

int run_one(const options& given) {
  auto plan = given.campaign.is_named ? named_scenario_of(*given.seed) : scenario_of(*given.seed);
  if (given.shrinks) {
    plan = shrink(std::move(plan), given.campaign.mistake);
    std::cout << as_code(plan) << '\n';
  }
  std::cout << std::unitbuf;  // a bug may stop this process at any line
  coverage seen;
  const auto result =
      run(plan, given.campaign.mistake, seen, given.tells_story ? &std::cout : nullptr);
  if (!result.broken) {
    std::cout << "seed " << *given.seed << " held; all was back after " << result.rest_ms
              << " ms\n";
    return 0;
  }
  std::cout << "seed " << *given.seed << " violated " << result.broken->property << ": "
            << result.broken->words << '\n';
  return 1;
}

int run_many(const options& given) {
  const auto result = run_campaign(given.campaign);
  const bool is_covered = print_coverage(std::cout, result, given.campaign.is_named);
  std::cout << '\n';
  print_result(std::cout, result);
  if (!is_covered) std::cout << "something that is to be tested has never happened\n";
  return result.failures.empty() && is_covered ? 0 : 1;
}

}  // namespace

int main(int count, char** texts) {
  try {
    auto given = parse(count, texts);
    if (given.shows_mutations || given.row) {
      given.campaign.shows_progress = false;
      if (!given.has_seeds) given.campaign.last = 20'000;
      const bool are_caught =
          given.row
              ? print_mutation(std::cout, {mutation::none, given.row->first, given.row->second},
                               given.campaign)
              : print_mutations(std::cout, given.campaign);
      return are_caught ? 0 : 1;
    }
    if (given.seed) return run_one(given);
    if (given.has_seeds) return run_many(given);
    std::cerr << usage;
    return 2;
  } catch (const std::exception& wrong) {
    std::cerr << "parley-sim: " << wrong.what() << "\n\n" << usage;
    return 2;
  }
}
