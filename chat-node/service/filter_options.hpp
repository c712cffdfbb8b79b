// What an operator says about the words filter (docs/safety.md).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/io/http_ask.hpp"
#include "core/io/options.hpp"
#include "core/words/word_list.hpp"

namespace parley::chat_node_service {

enum class unchecked { pass, hold };  // what the hook could not look at

struct filter_options {
  std::vector<std::string> lists;  // each "language=path"
  std::string hook;                // empty: none
  milliseconds deadline{300};
  unchecked on_failure = unchecked::pass;
};

void declare_filter_options(io::option_table& table, filter_options& options);

// Null: there are none. Reads the files; throws start_error.
[[nodiscard]] std::shared_ptr<const words::word_lists> word_lists_of(const filter_options& options);

// None: there is none.
[[nodiscard]] std::optional<io::http_question> hook_of(const filter_options& options);

}  // namespace parley::chat_node_service
