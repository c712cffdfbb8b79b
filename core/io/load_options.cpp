// Where options come from: file, environment, flags; in this order, each over the one before.
#include <yaml-cpp/yaml.h>

#include <set>

#include "core/io/option_values.hpp"
#include "core/io/options.hpp"

namespace parley::io {

namespace {

void set_option(const option& target, const std::vector<std::string>& words,
                const std::string& where) {
  if (const auto why = target.set(words)) throw start_error(where + ": " + *why);
}

std::vector<std::string> words_of(const option& target, const std::string& text) {
  return target.is_list ? split_list(text) : std::vector{text};
}

// ---- file --------------------------------------------------------------------------------------

class file_reader {
 public:
  file_reader(const option_table& table, const std::string& file) : table_(table), file_(file) {}

  void read() {
    try {
      const auto root = YAML::LoadFile(file_);
      if (root.IsNull()) return;  // an empty file says nothing
      read_map(root, "");
    } catch (const YAML::BadFile&) {
      throw start_error("cannot read the configuration file " + file_);
    } catch (const YAML::ParserException& error) {
      throw start_error(at(error.mark) + ": not YAML: " + error.msg);
    }
  }

 private:
  [[nodiscard]] std::string at(const YAML::Mark& mark) const {
    return file_ + ":" + std::to_string(mark.line + 1);
  }

  void read_map(const YAML::Node& map, const std::string& prefix) {
    if (!map.IsMap()) throw start_error(at(map.Mark()) + ": must hold keys and values");
    for (const auto& each : map) {
      if (!each.first.IsScalar()) throw start_error(at(each.first.Mark()) + ": not a key");
      read_value(prefix + each.first.Scalar(), each.first.Mark(), each.second);
    }
  }

  void read_value(const std::string& key, const YAML::Mark& mark, const YAML::Node& value) {
    const auto* const target = table_.find(key);
    if (target == nullptr) {
      if (!is_section(key)) throw start_error(at(mark) + ": unknown key " + key);
      if (!value.IsNull()) read_map(value, key + '.');
      return;
    }
    if (!seen_.insert(key).second) throw start_error(at(mark) + ": " + key + " stands here twice");
    set_option(*target, words_in(*target, value, at(mark) + ": " + key), at(mark) + ": " + key);
  }

  [[nodiscard]] bool is_section(const std::string& key) const {
    for (const auto& each : table_.options()) {
      if (each.key.starts_with(key + '.')) return true;
    }
    return false;
  }

  static std::vector<std::string> words_in(const option& target, const YAML::Node& value,
                                           const std::string& where) {
    if (value.IsScalar()) return words_of(target, value.Scalar());
    if (value.IsNull()) throw start_error(where + ": has no value");
    if (!value.IsSequence()) throw start_error(where + ": must be a value, not a section");
    std::vector<std::string> words;
    for (const auto& each : value) {
      if (!each.IsScalar()) throw start_error(where + ": must be a flat list");
      words.push_back(each.Scalar());
    }
    return words;
  }

  const option_table& table_;
  const std::string& file_;
  std::set<std::string> seen_;
};

// ---- environment -------------------------------------------------------------------------------

// "PARLEY_ROOM__GRACE_MS" → "room.grace_ms"; none for a name that is not meant for us: ours hold
// "__", which tells them from names that Kubernetes makes for its services.
std::optional<std::string> key_of(std::string_view name) {
  constexpr std::string_view prefix = "PARLEY_";
  const auto parting = name.find("__");
  if (!name.starts_with(prefix) || parting == std::string_view::npos) return std::nullopt;
  std::string key(name.substr(prefix.size(), parting - prefix.size()));
  key += '.';
  key += name.substr(parting + 2);
  for (char& each : key) {
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  }
  return key;
}

void read_environment(const option_table& table, const std::vector<std::string>& environment) {
  for (const auto& each : environment) {
    const auto equals = each.find('=');
    if (equals == std::string::npos) continue;
    const auto name = each.substr(0, equals);
    const auto key = key_of(name);
    if (!key) continue;
    const auto* const target = table.find(*key);
    if (target == nullptr) throw start_error(name + ": unknown key " + *key);
    set_option(*target, words_of(*target, each.substr(equals + 1)), name);
  }
}

}  // namespace

void load_options(const option_table& table, const std::string& file,
                  const std::vector<std::string>& environment,
                  const std::vector<std::pair<std::string, std::string>>& flags) {
  if (!file.empty()) file_reader(table, file).read();
  read_environment(table, environment);
  for (const auto& [key, text] : flags) {
    const auto* const target = table.find(key);
    if (target == nullptr) throw start_error("--" + key + ": unknown key");
    set_option(*target, words_of(*target, text), "--" + key);
  }
}

}  // namespace parley::io
