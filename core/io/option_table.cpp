// Declaring options: each type's parser and printer, bound to its target.
#include <limits>

#include "core/base/check.hpp"
#include "core/io/option_values.hpp"
#include "core/io/options.hpp"

namespace parley::io {

namespace {

using words = std::vector<std::string>;
using trouble = std::optional<std::string>;

// An option of one value: parsed, checked, stored.
template <class T, class Parse, class Show>
option make_option(const std::string& key, const std::string& type, const std::string& doc,
                   T& target, option_check<T> check, const std::string& wanted, Parse parse,
                   Show show) {
  const auto set = [&target, check = std::move(check), wanted,
                    parse](const words& given) -> trouble {
    if (given.size() != 1) return "must be one value";
    const std::optional<T> value = parse(given[0]);
    if (!value) return "\"" + given[0] + "\" is not " + wanted;
    if (check) {
      if (auto why = check(*value)) return why;
    }
    target = *value;
    return std::nullopt;
  };
  const auto shown = [&target, show] { return show(target); };
  return {.key = key,
          .type = type,
          .fallback = shown(),
          .doc = doc,
          .is_list = false,
          .set = set,
          .shown = shown};
}

template <class T>
option make_whole(const std::string& key, T& target, const std::string& doc,
                  option_check<T> check) {
  constexpr auto most = std::numeric_limits<T>::max();
  const auto parse = [](const std::string& text) -> std::optional<T> {
    const auto number = parse_whole_number(text);
    if (!number || *number > most) return std::nullopt;
    return static_cast<T>(*number);
  };
  return make_option<T>(key, "number", doc, target, std::move(check),
                        "a whole number from 0 to " + std::to_string(most), parse,
                        [](T value) { return std::to_string(value); });
}

}  // namespace

option_table& option_table::section(std::string name, std::string doc) {
  sections_.emplace_back(std::move(name), std::move(doc));
  return *this;
}

option_table& option_table::add(const std::string& key, std::string& target, const std::string& doc,
                                option_check<std::string> check) {
  const auto parse = [](const std::string& text) { return std::optional(text); };
  return add_option(make_option<std::string>(key, "text", doc, target, std::move(check), "text",
                                             parse, yaml_text));
}

option_table& option_table::add(const std::string& key, bool& target, const std::string& doc) {
  return add_option(
      make_option<bool>(key, "yes or no", doc, target, {}, "true or false", parse_yes_or_no,
                        [](bool value) -> std::string { return value ? "true" : "false"; }));
}

option_table& option_table::add(const std::string& key, std::uint16_t& target,
                                const std::string& doc, option_check<std::uint16_t> check) {
  return add_option(make_whole(key, target, doc, std::move(check)));
}

option_table& option_table::add(const std::string& key, std::uint32_t& target,
                                const std::string& doc, option_check<std::uint32_t> check) {
  return add_option(make_whole(key, target, doc, std::move(check)));
}

option_table& option_table::add(const std::string& key, std::uint64_t& target,
                                const std::string& doc, option_check<std::uint64_t> check) {
  return add_option(make_whole(key, target, doc, std::move(check)));
}

option_table& option_table::add(const std::string& key, double& target, const std::string& doc,
                                option_check<double> check) {
  return add_option(make_option<double>(key, "number", doc, target, std::move(check), "a number",
                                        parse_number, yaml_number));
}

option_table& option_table::add(const std::string& key, milliseconds& target,
                                const std::string& doc, option_check<milliseconds> check) {
  PARLEY_CHECK(key.ends_with("_ms"));
  return add_option(make_option<milliseconds>(
      key, "duration", doc, target, std::move(check), "a duration (1500, 1500ms, 90s, 2m, 24h)",
      parse_duration, [](milliseconds value) { return std::to_string(value.count()); }));
}

option_table& option_table::add(std::string key, std::vector<std::string>& target, std::string doc,
                                option_check<std::vector<std::string>> check) {
  const auto set = [&target, check = std::move(check)](const words& given) -> trouble {
    if (check) {
      if (auto why = check(given)) return why;
    }
    target = given;
    return std::nullopt;
  };
  return add_option({.key = std::move(key),
                     .type = "list of text",
                     .fallback = yaml_list(target),
                     .doc = std::move(doc),
                     .is_list = true,
                     .set = set,
                     .shown = [&target] { return yaml_list(target); }});
}

option_table& option_table::add_names(std::string key, const std::vector<std::string>& names,
                                      std::string doc, std::function<void(std::size_t)> set,
                                      std::function<std::size_t()> current) {
  std::string all;
  for (const auto& name : names)
    all += (all.empty() ? "" : ", ") + name;
  const auto shown = [names, current = std::move(current)] { return names.at(current()); };
  const auto take = [names, all, set = std::move(set)](const words& given) -> trouble {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (given == words{names[i]}) {
        set(i);
        return std::nullopt;
      }
    }
    return "must be one of " + all;
  };
  return add_option({.key = std::move(key),
                     .type = "one of " + all,
                     .fallback = shown(),
                     .doc = std::move(doc),
                     .is_list = false,
                     .set = take,
                     .shown = shown});
}

option_table& option_table::add_option(option added) {
  const auto section = added.key.substr(0, added.key.find('.'));
  PARLEY_CHECK(section.size() + 1 < added.key.size());
  PARLEY_CHECK(find(added.key) == nullptr);
  options_.push_back(std::move(added));
  return *this;
}

const option* option_table::find(std::string_view key) const {
  for (const auto& each : options_) {
    if (each.key == key) return &each;
  }
  return nullptr;
}

std::string option_table::section_doc(std::string_view name) const {
  for (const auto& [section, doc] : sections_) {
    if (section == name) return doc;
  }
  return {};
}

option_check<std::string> not_empty() {
  return [](const std::string& text) -> trouble {
    if (!text.empty()) return std::nullopt;
    return "must not be empty";
  };
}

option_check<milliseconds> at_least(milliseconds least) {
  return [least](const milliseconds& value) -> trouble {
    if (value >= least) return std::nullopt;
    return "must be at least " + std::to_string(least.count()) + " ms";
  };
}

option_check<std::vector<std::string>> at_least_one() {
  return [](const words& list) -> trouble {
    if (!list.empty()) return std::nullopt;
    return "must name at least one";
  };
}

}  // namespace parley::io
