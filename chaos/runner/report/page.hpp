// The page: one file that needs nothing else, neither a server nor a network nor scripts.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "chaos/runner/report/story.hpp"

namespace parley::report {

[[nodiscard]] std::string html_page(const story& of);

// `text` with each {{name}} replaced; a name that is not given is a bug.
[[nodiscard]] std::string filled(
    std::string_view text, std::initializer_list<std::pair<std::string_view, std::string>> values);

}  // namespace parley::report
