// One table of options.
#include "chaos/runner/command_line.hpp"

#include <functional>
#include <map>
#include <sstream>

#include "core/io/option_values.hpp"
#include "core/io/start_error.hpp"

namespace parley::runner {

const char* const usage =
    "parley-chaos: breaks a Parley while bots talk through it, and says whether the guarantee "
    "held.\n"
    "\n"
    "  parley-chaos run EXPERIMENT [options]   a file, or a name of `list`\n"
    "  parley-chaos list                       the experiments, and what each shows\n"
    "  parley-chaos validate [EXPERIMENT ...]  reads them and says what is wrong\n"
    "  parley-chaos check HISTORY              the verdict on a history, once more\n"
    "  parley-chaos report DIR                 the reports of a run, once more\n"
    "\n"
    "  --driver local|kubectl|found   where: processes on this machine, a namespace, or a system "
    "that is there (local)\n"
    "  --seed N                 of everything at random; else from the clock\n"
    "  --out DIR                for history, verdict and reports (run/chaos/NAME-SEED)\n"
    "  --scale short|full       seconds, as CI runs it, or as it is meant (full)\n"
    "  --bots N --messages N --rate R   of the load, instead of the experiment's\n"
    "  --dry-run                says what would be done to the system, and does nothing\n"
    "  --experiments DIR        where names are looked up (chaos/runner/experiments)\n"
    "  --checker FILE           the second checker, run by node (chaos/checker/check.mjs)\n"
    "  --programs DIR           local: the services' programs (beside parley-chaos)\n"
    "  --namespace NS           kubectl: what to break\n"
    "  --gateway HOST:PORT --redis HOST:PORT   kubectl, found: how to reach it\n"
    "  --admin HOST:PORT,...    found: the admin ports of all services, where the plan is put\n"
    "\n"
    "Exit status: 0 held, 1 violated, 2 could not tell.\n";

namespace {

const std::map<std::string, command> commands{
    {"run", command::run},     {"list", command::list},     {"validate", command::validate},
    {"check", command::check}, {"report", command::report}, {"help", command::help},
    {"--help", command::help}, {"-h", command::help},
};

template <class Number>
void assign(std::optional<Number>& target, const std::string& option, const std::string& text,
            Number least, Number most) {
  const auto value = io::parse_number(text);
  if (!value || *value < static_cast<double>(least) || *value > static_cast<double>(most))
    throw io::start_error(option + ": " + text + " is not a number that fits");
  target = static_cast<Number>(*value);
}

void set_scale(command_line& line, const std::string& value) {
  if (value != "short" && value != "full") throw io::start_error("--scale: short or full");
  line.scale = value == "short" ? script::scale::brief : script::scale::full;
}

void set_driver(command_line& line, const std::string& value) {
  static const std::map<std::string, driver_kind> drivers{{"local", driver_kind::local},
                                                          {"kubectl", driver_kind::kubectl},
                                                          {"found", driver_kind::found}};
  const auto named = drivers.find(value);
  if (named == drivers.end()) throw io::start_error("--driver: local, kubectl or found");
  line.driver = named->second;
}

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream stream(list);
  for (std::string part; std::getline(stream, part, ',');)
    parts.push_back(part);
  return parts;
}

void set(command_line& line, const std::string& option, const std::string& value) {
  const std::map<std::string, std::function<void()>> options{
      {"--driver", [&] { set_driver(line, value); }},
      {"--scale", [&] { set_scale(line, value); }},
      {"--seed", [&] { assign<std::uint64_t>(line.seed, option, value, 0, 1ULL << 53); }},
      {"--bots", [&] { assign<std::size_t>(line.bots, option, value, 2, 100'000); }},
      {"--messages", [&] { assign<std::size_t>(line.messages, option, value, 1, 1'000'000'000); }},
      {"--rate", [&] { assign<double>(line.rate, option, value, 0.1, 1e6); }},
      {"--out", [&] { line.out = value; }},
      {"--experiments", [&] { line.experiments = value; }},
      {"--checker", [&] { line.checker = value; }},
      {"--programs", [&] { line.programs = value; }},
      {"--namespace", [&] { line.name_space = value; }},
      {"--gateway", [&] { line.gateway = value; }},
      {"--redis", [&] { line.redis = value; }},
      {"--admin", [&] { line.admins = parts_of(value); }},
  };
  const auto found = options.find(option);
  if (found == options.end()) throw io::start_error(option + ": no such option (see --help)");
  found->second();
}

void check_operands(const command_line& line, const std::string& name) {
  const std::size_t count = line.operands.size();
  const bool needs_one = line.command == command::run || line.command == command::check ||
                         line.command == command::report;
  if (needs_one && count != 1)
    throw io::start_error(name + ": needs exactly one of them (see --help)");
  if (line.command == command::list && count != 0) throw io::start_error("list: takes none");
}

}  // namespace

command_line parse_command_line(const std::vector<std::string>& words) {
  command_line line;
  if (words.empty()) throw io::start_error("what is to be done? (see --help)");
  const auto named = commands.find(words.front());
  if (named == commands.end())
    throw io::start_error("no command " + words.front() + " (see --help)");
  line.command = named->second;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    const auto equals = word.find('=');
    if (word == "--dry-run") {
      line.is_dry_run = true;
    } else if (word == "--help") {
      line.command = command::help;
      return line;
    } else if (!word.starts_with("--")) {
      line.operands.push_back(word);
    } else if (equals != std::string::npos) {
      set(line, word.substr(0, equals), word.substr(equals + 1));
    } else if (i + 1 < words.size()) {
      set(line, word, words[++i]);
    } else {
      throw io::start_error(word + ": its value is missing");
    }
  }
  check_operands(line, words.front());
  return line;
}

}  // namespace parley::runner
