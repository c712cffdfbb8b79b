// One field, one check, one line about what is wrong.
#include "chaos/runner/script/yaml_fields.hpp"

#include <utility>

#include "core/io/option_values.hpp"
#include "core/io/start_error.hpp"

namespace parley::script {

namespace {

std::optional<double> percentage(const std::string& word) {
  if (!word.ends_with('%')) return std::nullopt;
  const auto percent = io::parse_number(word.substr(0, word.size() - 1));
  if (!percent || *percent < 0 || *percent > 100) return std::nullopt;
  return *percent / 100;
}

}  // namespace

yaml_fields::yaml_fields(YAML::Node map, std::string file, std::string path)
    : map_(std::move(map)), file_(std::move(file)), path_(std::move(path)) {
  if (!map_.IsMap()) wrong(path_.empty() ? "must be a map" : path_ + ": must be a map");
}

void yaml_fields::wrong(const YAML::Node& where, const std::string& what) const {
  throw io::start_error(file_ + ":" + std::to_string(where.Mark().line + 1) + ": " + what);
}

void yaml_fields::wrong(const std::string& what) const {
  wrong(map_, what);
}

std::string yaml_fields::name_of(const char* key) const {
  return path_.empty() ? key : path_ + "." + key;
}

YAML::Node yaml_fields::take(const char* key) {
  taken_.insert(key);
  return map_[key];
}

std::optional<std::string> yaml_fields::word(const char* key) {
  const YAML::Node node = take(key);
  if (!node) return std::nullopt;
  if (!node.IsScalar()) wrong(node, name_of(key) + ": must be one value");
  return node.Scalar();
}

void yaml_fields::text(const char* key, std::string& target) {
  if (auto found = word(key)) target = std::move(*found);
}

void yaml_fields::count(const char* key, std::size_t& target, std::size_t least, std::size_t most) {
  const auto found = word(key);
  if (!found) return;
  const auto number = io::parse_whole_number(*found);
  if (!number || *number < least || *number > most) {
    wrong(map_[key], name_of(key) + ": must be a whole number from " + std::to_string(least) +
                         " to " + std::to_string(most));
  }
  target = *number;
}

void yaml_fields::number(const char* key, double& target, double least, double most) {
  const auto found = word(key);
  if (!found) return;
  const auto number = io::parse_number(*found);
  if (!number || *number < least || *number > most) {
    wrong(map_[key], name_of(key) + ": must be a number from " + io::yaml_number(least) + " to " +
                         io::yaml_number(most));
  }
  target = *number;
}

void yaml_fields::yes_or_no(const char* key, bool& target) {
  const auto found = word(key);
  if (!found) return;
  const auto truth = io::parse_yes_or_no(*found);
  if (!truth) wrong(map_[key], name_of(key) + ": must be true or false");
  target = *truth;
}

void yaml_fields::duration(const char* key, milliseconds& target) {
  std::optional<milliseconds> found;
  duration(key, found);
  if (found) target = *found;
}

void yaml_fields::duration(const char* key, std::optional<milliseconds>& target) {
  const auto found = word(key);
  if (!found) return;
  target = io::parse_duration(*found);
  if (!target) wrong(map_[key], name_of(key) + ": must be a duration, as 500ms or 5s");
}

void yaml_fields::load_time(const char* key, std::optional<script::load_time>& target) {
  const auto found = word(key);
  if (!found) return;
  const auto share = percentage(*found);
  const auto fixed = io::parse_duration(*found);
  if (!share && !fixed)
    wrong(map_[key], name_of(key) + ": must be a duration (5s) or a share of the load (30%)");
  target = script::load_time{fixed.value_or(milliseconds{0}), share.value_or(0)};
}

void yaml_fields::share(const char* key, double& target) {
  const auto found = word(key);
  if (!found) return;
  const auto percent = percentage(*found);
  if (!percent) wrong(map_[key], name_of(key) + ": must be a percentage, as 20%");
  target = *percent;
}

void yaml_fields::map(const char* key, const std::function<void(yaml_fields&)>& read) {
  const YAML::Node node = take(key);
  if (!node) return;
  if (!node.IsMap()) wrong(node, name_of(key) + ": must be a map");
  yaml_fields fields(node, file_, name_of(key));
  read(fields);
  fields.finish();
}

void yaml_fields::each(const char* key, const std::function<void(yaml_fields&)>& read) {
  const YAML::Node node = take(key);
  if (!node) return;
  if (!node.IsSequence()) wrong(node, name_of(key) + ": must be a list");
  for (std::size_t i = 0; i < node.size(); ++i) {
    const std::string path = name_of(key) + "[" + std::to_string(i) + "]";
    if (!node[i].IsMap()) wrong(node[i], path + ": must be a map");
    yaml_fields fields(node[i], file_, path);
    read(fields);
    fields.finish();
  }
}

void yaml_fields::strings(const char* key, std::map<std::string, std::string>& target) {
  const YAML::Node node = take(key);
  if (!node) return;
  if (!node.IsMap()) wrong(node, name_of(key) + ": must be a map");
  for (const auto& each : node) {
    if (!each.second.IsScalar()) wrong(each.second, name_of(key) + ": must hold single values");
    target[each.first.Scalar()] = each.second.Scalar();
  }
}

void yaml_fields::finish() const {
  for (const auto& each : map_) {
    const std::string key = each.first.Scalar();
    if (!taken_.contains(key)) wrong(each.first, "unknown key " + name_of(key.c_str()));
  }
}

}  // namespace parley::script
