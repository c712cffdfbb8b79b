// What a campaign has shown, as text.
#pragma once

#include <ostream>
#include <string_view>

#include "tests/simulation/campaign.hpp"

namespace parley::simulation {

void print_result(std::ostream& to, const campaign_result& result);

// How often each fault and each way back has happened, of those that can happen in pairs or in a
// named room; false: something that never has. Over few seeds nothing is asked for.
[[nodiscard]] bool print_coverage(std::ostream& to, const campaign_result& result, bool is_named);

// How many seeds it took until a mistake was seen, with pairs and in a named room, as a row in
// Markdown; false: it was in neither.
[[nodiscard]] bool print_mutation(std::ostream& to, const mutation_info& mistake,
                                  campaign_settings settings);

// A table of all mutations, each over the seeds of `settings`.
[[nodiscard]] bool print_mutations(std::ostream& to, const campaign_settings& settings);

}  // namespace parley::simulation
