// The options of a program, each declared once: key, type, default, doc and check in one line.
// Flags go before environment (PARLEY_SECTION__KEY), environment before the file, the file before
// the default.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.hpp"
#include "core/io/start_error.hpp"

namespace parley::io {

// What is wrong with a value, as the end of a sentence ("must be at least 1"), or none.
template <class T>
using option_check = std::function<std::optional<std::string>(const T&)>;

// How an option is written in a table, whatever its type.
struct option {
  std::string key;       // "room.grace_ms"
  std::string type;      // "text", "number", "yes or no", "duration", "list of text", "one of a, b"
  std::string fallback;  // the default, as YAML
  std::string doc;       // one sentence or two
  bool is_list = false;
  std::function<std::optional<std::string>(const std::vector<std::string>&)> set;  // or why not
  std::function<std::string()> shown;  // the value in effect, as YAML
};

class option_table {
 public:
  // Begins a section: keys that follow begin with "name.". `doc` stands above it in --print-config.
  option_table& section(std::string name, std::string doc);

  // The default is what `target` holds now; `target` must outlive the table.
  option_table& add(const std::string& key, std::string& target, const std::string& doc,
                    option_check<std::string> check = {});
  option_table& add(const std::string& key, bool& target, const std::string& doc);
  option_table& add(const std::string& key, std::uint16_t& target, const std::string& doc,
                    option_check<std::uint16_t> check = {});
  option_table& add(const std::string& key, std::uint32_t& target, const std::string& doc,
                    option_check<std::uint32_t> check = {});
  option_table& add(const std::string& key, std::uint64_t& target, const std::string& doc,
                    option_check<std::uint64_t> check = {});
  option_table& add(const std::string& key, double& target, const std::string& doc,
                    option_check<double> check = {});
  // A duration: a number is ms, or "1500ms", "90s", "2m", "24h". Its key ends in _ms.
  option_table& add(const std::string& key, milliseconds& target, const std::string& doc,
                    option_check<milliseconds> check = {});
  // A list: a YAML sequence; in a flag or the environment "a,b,c".
  option_table& add(std::string key, std::vector<std::string>& target, std::string doc,
                    option_check<std::vector<std::string>> check = {});

  // One of several names, each for a value of an enum.
  template <class Enum>
  option_table& add_choice(const std::string& key, Enum& target,
                           const std::vector<std::pair<std::string, Enum>>& choices,
                           const std::string& doc);

  [[nodiscard]] const option* find(std::string_view key) const;
  [[nodiscard]] const std::vector<option>& options() const { return options_; }
  [[nodiscard]] std::string section_doc(std::string_view name) const;

 private:
  option_table& add_option(option added);
  option_table& add_names(std::string key, const std::vector<std::string>& names, std::string doc,
                          std::function<void(std::size_t)> set,
                          std::function<std::size_t()> current);

  std::vector<std::pair<std::string, std::string>> sections_;
  std::vector<option> options_;
};

// Reads `file` (empty: none), `environment` ("NAME=value" each; other programs' names are passed
// over) and `flags` (key, text) into the table's targets. Throws start_error at the first thing
// wrong: "node.yaml:12: unknown key room.grace", "--room.grace_ms: must be at least 1".
void load_options(const option_table& table, const std::string& file,
                  const std::vector<std::string>& environment,
                  const std::vector<std::pair<std::string, std::string>>& flags);

// The effective configuration as a YAML file, docs as comments.
[[nodiscard]] std::string print_options(const option_table& table);

// The part of --help that lists every option.
[[nodiscard]] std::string describe_options(const option_table& table);

// Checks that are often needed.
[[nodiscard]] option_check<std::string> not_empty();
[[nodiscard]] option_check<milliseconds> at_least(milliseconds least);
[[nodiscard]] option_check<std::vector<std::string>> at_least_one();
template <class T>
[[nodiscard]] option_check<T> between(T least, T most);

// ---- templates ---------------------------------------------------------------------------------

template <class Enum>
option_table& option_table::add_choice(const std::string& key, Enum& target,
                                       const std::vector<std::pair<std::string, Enum>>& choices,
                                       const std::string& doc) {
  std::vector<std::string> names;
  for (const auto& [name, value] : choices)
    names.push_back(name);
  const auto current = [choices, &target] {
    std::size_t at = 0;
    while (at + 1 < choices.size() && choices[at].second != target)
      ++at;
    return at;
  };
  const auto set = [choices, &target](std::size_t at) { target = choices[at].second; };
  return add_names(key, names, doc, set, current);
}

template <class T>
option_check<T> between(T least, T most) {
  return [least, most](const T& value) -> std::optional<std::string> {
    if (value >= least && value <= most) return std::nullopt;
    return "must be from " + std::to_string(least) + " to " + std::to_string(most);
  };
}

}  // namespace parley::io
