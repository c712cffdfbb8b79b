// The verdict as JUnit XML, as CI servers read it: one test case for each property.
#pragma once

#include <string>

#include "chaos/runner/report/story.hpp"

namespace parley::report {

// A violated property is a failure; one that could not be told is an error: it must not pass for
// green.
[[nodiscard]] std::string junit_xml(const story& of);

}  // namespace parley::report
