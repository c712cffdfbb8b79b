// The parts of the page, each one function from the story to its markup. One without anything to
// say is empty.
#pragma once

#include <string>

#include "chaos/runner/report/story.hpp"

namespace parley::report {

[[nodiscard]] std::string verdict_section(const story& of);
[[nodiscard]] std::string violations_section(const story& of);
[[nodiscard]] std::string faults_section(const story& of);
[[nodiscard]] std::string timeline_section(const story& of);
[[nodiscard]] std::string recovery_section(const story& of);
[[nodiscard]] std::string properties_section(const story& of);
[[nodiscard]] std::string facts_section(const story& of);

}  // namespace parley::report
