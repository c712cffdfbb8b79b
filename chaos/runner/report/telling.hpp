// The verdict in sentences; the same ones on the page and in the terminal.
#pragma once

#include <string>
#include <vector>

#include "chaos/runner/report/story.hpp"

namespace parley::report {

[[nodiscard]] std::string headline(const story& of);  // "Held."

// What was tried and what came of it.
[[nodiscard]] std::string lede(const story& of);

// Why it could not be told, one sentence each; empty where it could.
[[nodiscard]] std::vector<std::string> open_questions(const story& of);

// What the number of trials allows to be said (3/N); empty where something was violated or unknown.
[[nodiscard]] std::string bound_sentence(const story& of);

// Of the recoveries of each kind of fault, the worst of each figure.
[[nodiscard]] spread worst_recovery(const story& of);

}  // namespace parley::report
