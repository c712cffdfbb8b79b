// The fields of a YAML map, each read at most once into its place; what nobody reads is a mistake.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "chaos/runner/script/acts.hpp"
#include "core/base/time.hpp"

namespace parley::script {

// A mistake is thrown as io::start_error: "file:line: what".
class yaml_fields {
 public:
  // `path` names the map in what is said of mistakes.
  yaml_fields(YAML::Node map, std::string file, std::string path);

  // Each leaves `target` alone when the field is not there.
  void text(const char* key, std::string& target);
  void count(const char* key, std::size_t& target, std::size_t least, std::size_t most);
  void number(const char* key, double& target, double least, double most);
  void yes_or_no(const char* key, bool& target);
  void duration(const char* key, milliseconds& target);
  void duration(const char* key, std::optional<milliseconds>& target);
  void load_time(const char* key, std::optional<script::load_time>& target);  // "5s" or "30%"
  void share(const char* key, double& target);                                // "20%" or 0.2

  // The field itself, for what none of the above reads.
  [[nodiscard]] YAML::Node take(const char* key);
  void map(const char* key, const std::function<void(yaml_fields&)>& read);
  void each(const char* key, const std::function<void(yaml_fields&)>& read);
  void strings(const char* key, std::map<std::string, std::string>& target);

  // No field may be left.
  void finish() const;

  [[noreturn]] void wrong(const std::string& what) const;
  [[noreturn]] void wrong(const YAML::Node& where, const std::string& what) const;

 private:
  // Nothing when it is not there.
  std::optional<std::string> word(const char* key);
  [[nodiscard]] std::string name_of(const char* key) const;

  YAML::Node map_;
  std::string file_;
  std::string path_;
  std::set<std::string> taken_;
};

}  // namespace parley::script
