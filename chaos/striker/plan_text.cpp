// From YAML nodes to a plan: every key is known, every value of its type, and every mistake has a
// line.
#include "chaos/striker/plan_text.hpp"

#include <yaml-cpp/yaml.h>

#include <functional>
#include <limits>
#include <map>
#include <utility>

#include "chaos/injector/kinds.hpp"
#include "core/io/option_values.hpp"

namespace parley::striker {
namespace {

using namespace injector;

using field = std::function<void(const YAML::Node&, const std::string& key)>;
using fields = std::map<std::string, field>;

class reader {
 public:
  [[nodiscard]] plan read(const YAML::Node& root) {
    plan made;
    read_map(root, "",
             {{"seed", whole(made.seed)},
              {"budget", whole(made.budget)},
              {"expires_after_ms", time(made.expires_after)},
              {"faults", [&](const YAML::Node& list, const std::string& key) {
                 made.faults = read_faults(list, key);
               }}});
    return made;
  }

  // Of the key, or else of the nearest thing around it.
  [[nodiscard]] int line_of(std::string key) const {
    for (;;) {
      if (const auto at = lines_.find(key); at != lines_.end()) return at->second;
      const auto cut = key.find_last_of(".[");
      if (cut == std::string::npos) return 0;
      key.resize(cut);
    }
  }

 private:
  [[noreturn]] static void fail(const YAML::Node& at, std::string key, std::string reason) {
    throw plan_mistake{std::move(key), std::move(reason), at.Mark().line + 1};
  }

  void read_map(const YAML::Node& map, const std::string& prefix, const fields& known) {
    const auto path = [&](const std::string& key) {
      return prefix.empty() ? key : prefix + "." + key;
    };
    if (!map.IsMap()) fail(map, prefix, "must hold keys and values");
    std::map<std::string, bool> seen;
    for (const auto& each : map) {
      if (!each.first.IsScalar()) fail(each.first, prefix, "has a key that is not a word");
      const auto key = each.first.Scalar();
      const auto read = known.find(key);
      if (read == known.end()) fail(each.first, path(key), "unknown key");
      if (std::exchange(seen[key], true)) fail(each.first, path(key), "stands here twice");
      lines_[path(key)] = each.first.Mark().line + 1;
      read->second(each.second, path(key));
    }
  }

  static std::string scalar(const YAML::Node& value, const std::string& key) {
    if (!value.IsScalar()) fail(value, key, "must be one value");
    return value.Scalar();
  }

  template <class Number>
  static field whole(Number& target) {
    return [&target](const YAML::Node& value, const std::string& key) {
      const auto number = io::parse_whole_number(scalar(value, key));
      if (!number || *number > std::numeric_limits<Number>::max())
        fail(value, key, "must be a whole number");
      target = static_cast<Number>(*number);
    };
  }

  static field decimal(double& target) {
    return [&target](const YAML::Node& value, const std::string& key) {
      const auto number = io::parse_number(scalar(value, key));
      if (!number) fail(value, key, "must be a number");
      target = *number;
    };
  }

  template <class Time>
  static field time(Time& target) {
    return [&target](const YAML::Node& value, const std::string& key) {
      const auto duration = io::parse_duration(scalar(value, key));
      if (!duration) fail(value, key, "must be a number of ms, or 500ms, 90s, 2m, 1h");
      target = *duration;
    };
  }

  template <class Enum>
  static field choice(Enum& target, std::vector<std::pair<std::string, Enum>> choices) {
    return [&target, choices](const YAML::Node& value, const std::string& key) {
      std::string names;
      for (const auto& [name, meaning] : choices) {
        if (name == scalar(value, key)) {
          target = meaning;
          return;
        }
        names += (names.empty() ? "" : ", ") + name;
      }
      fail(value, key, "must be one of " + names);
    };
  }

  std::vector<fault> read_faults(const YAML::Node& list, const std::string& key) {
    if (!list.IsSequence()) fail(list, key, "must be a list");
    std::vector<fault> made;
    for (const auto& each : list) {
      const auto path = key + "[" + std::to_string(made.size()) + "]";
      lines_[path] = each.Mark().line + 1;
      made.push_back(read_fault(each, path));
    }
    return made;
  }

  // The kind comes first, wherever it stands: it says what else may.
  fault read_fault(const YAML::Node& map, const std::string& path) {
    if (!map.IsMap()) fail(map, path, "must hold keys and values");
    const auto kind_node = map["fault"];
    if (!kind_node) fail(map, path + ".fault", "is missing");
    const auto* const kind = find_kind(scalar(kind_node, path + ".fault"));
    if (kind == nullptr) fail(kind_node, path + ".fault", "no such fault; see docs/faults.md");
    auto made = default_fault(*kind);
    bool has_percent = false;
    auto known = settings_of(*kind, made.how);
    known["fault"] = [](const YAML::Node&, const std::string&) {};
    known["name"] = [&](const YAML::Node& value, const std::string& key) {
      made.name = scalar(value, key);
    };
    known["percent"] = [&](const YAML::Node& value, const std::string& key) {
      has_percent = true;
      read_percent(value, key, *kind, made);
    };
    known["scope"] = [&](const YAML::Node& value, const std::string& key) {
      read_scope(value, key, made.where);
    };
    known["schedule"] = [&](const YAML::Node& value, const std::string& key) {
      read_map(value, key,
               {{"start_ms", time(made.when.start)},
                {"ramp_ms", time(made.when.ramp)},
                {"hold_ms", time(made.when.hold)},
                {"end_ms", time(made.when.end)}});
    };
    known["times"] = [&](const YAML::Node& value, const std::string& key) {
      whole(made.times.emplace())(value, key);
    };
    known["from_connection"] = whole(made.from_connection);
    known["from_message"] = whole(made.from_message);
    read_map(map, path, known);
    if (!has_percent) fail(map, path + ".percent", "is missing");
    return made;
  }

  void read_percent(const YAML::Node& value, const std::string& key, const kind_info& kind,
                    fault& made) {
    const auto of = [&made](phase at) -> double& {
      return made.percent[static_cast<std::size_t>(at)];
    };
    if (!value.IsMap()) return decimal(of(kind.phases.front()))(value, key);
    fields known;
    for (const auto at : kind.phases)
      known[std::string(name_of(at))] = decimal(of(at));
    read_map(value, key, known);
  }

  void read_scope(const YAML::Node& value, const std::string& key, scope& made) {
    read_map(value, key,
             {{"service",
               [&](const YAML::Node& name, const std::string& at) {
                 choice(made.only.emplace(), {{"matchmaker", service::matchmaker},
                                              {"chat-node", service::chat_node}})(name, at);
               }},
              {"node",
               [&](const YAML::Node& names, const std::string& at) {
                 if (!names.IsSequence()) {
                   made.nodes = {scalar(names, at)};
                   return;
                 }
                 for (const auto& each : names)
                   made.nodes.push_back(scalar(each, at));
               }},
              {"rooms", decimal(made.rooms)}});
  }

  static fields settings_of(const kind_info& kind, fault_settings& how) {
    const std::vector<std::pair<setting, std::pair<std::string, field>>> all = {
        {setting::after_ms, {"after_ms", time(how.after)}},
        {setting::jitter_ms, {"jitter_ms", time(how.jitter)}},
        {setting::after_messages, {"after_messages", whole(how.after_messages)}},
        {setting::direction,
         {"direction", choice(how.towards, {{"both", direction::both},
                                            {"inbound", direction::inbound},
                                            {"outbound", direction::outbound}})}},
        {setting::for_ms, {"for_ms", time(how.lasts)}},
        {setting::delay_ms, {"delay_ms", time(how.delay)}},
        {setting::bytes_per_second, {"bytes_per_second", whole(how.bytes_per_second)}},
        {setting::code, {"code", whole(how.code)}},
        {setting::status, {"status", whole(how.status)}},
        {setting::who,
         {"who", choice(how.whose, {{"sender", reach::sender}, {"room", reach::room}})}},
    };
    fields known;
    for (const auto& [which, named] : all)
      known.insert(kind.has(which) ? named : std::pair(named.first, not_of(kind)));
    return known;
  }

  static field not_of(const kind_info& kind) {
    return [name = std::string(kind.name)](const YAML::Node& value, const std::string& key) {
      fail(value, key, name + " has no such setting");
    };
  }

  std::map<std::string, int> lines_;  // by key
};

}  // namespace

result<injector::plan, plan_mistake> read_plan(const std::string& text) {
  try {
    const auto root = YAML::Load(text);
    reader reading;
    auto made = root.IsNull() ? plan{} : reading.read(root);
    if (auto wrong = find_mistake(made))
      return plan_mistake{wrong->key, wrong->reason, reading.line_of(wrong->key)};
    return made;
  } catch (const plan_mistake& mistake) {
    return mistake;
  } catch (const YAML::ParserException& error) {
    return plan_mistake{"", "not YAML: " + error.msg, error.mark.line + 1};
  }
}

}  // namespace parley::striker
