// verdict.json: the verdict and the figures for programs, and where the run came from, for the next
// report of it.
#pragma once

#include <string>
#include <string_view>

#include "chaos/runner/report/story.hpp"

namespace parley::report {

// What the checkers print (docs/history.md, section 3) with more members beside it.
[[nodiscard]] std::string verdict_json(const story& of);

// What verdict_json() wrote of a run's origin; what is missing or malformed stays empty.
[[nodiscard]] provenance parse_provenance(std::string_view verdict_json);

}  // namespace parley::report
