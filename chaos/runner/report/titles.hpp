// Properties and faults in words: the names are the checkers' and the runner's, the words are for
// people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::report {

// A name that is not known here is its own title.
[[nodiscard]] std::string property_title(std::string_view property);
[[nodiscard]] std::string property_sentence(std::string_view property);  // empty if not known

[[nodiscard]] std::string fault_title(std::string_view fault);  // begins a line

// As part of a sentence: "a chat-node was killed 3 times".
[[nodiscard]] std::string fault_told(std::string_view fault, std::uint64_t times);

}  // namespace parley::report
