// Each command in its function: new-key, list, open.
#include "core/safety/reports/commands.hpp"

#include <cstdio>
#include <optional>
#include <utility>

#include "core/io/secrets.hpp"
#include "core/io/service_main.hpp"
#include "core/io/service_options.hpp"
#include "core/io/start_error.hpp"
#include "core/safety/reports/key_files.hpp"
#include "core/safety/reports/report_store.hpp"

namespace parley::safety {

namespace {

constexpr const char* help =
    "parley-reports: the operator's key, and what was reported to them.\n\n"
    "  parley-reports new-key DIRECTORY        a new pair: reports.key, to be kept away from the\n"
    "                                          services, and reports.pub for them\n"
    "  parley-reports list                     time, room and seat of each report that is kept\n"
    "  parley-reports open KEY_FILE            all of them, opened: one JSON object a line\n"
    "  parley-reports open KEY_FILE ROOM SEAT  one of them\n\n"
    "Where Redis is: --redis.host, --redis.port, --redis.password_file, --redis.cluster,\n"
    "--redis.address, as for the services (--redis.port=6379), or PARLEY_REDIS__HOST and so on\n"
    "in the environment. A KEY_FILE that is - comes on standard input.\n";

struct command_line {
  std::vector<std::string> words;
  std::vector<std::pair<std::string, std::string>> flags;
};

command_line parse(const std::vector<std::string>& given) {
  command_line line;
  for (const auto& each : given) {
    const auto equals = each.find('=');
    if (!each.starts_with("--")) {
      line.words.push_back(each);
    } else if (each.starts_with("--redis.") && equals != std::string::npos) {
      line.flags.emplace_back(each.substr(2, equals - 2), each.substr(equals + 1));
    } else {
      throw io::start_error(each + ": not understood; see --help");
    }
  }
  return line;
}

io::redis_place place_of(const command_line& line) {
  io::service_options options;
  io::option_table table;
  io::declare_service_options(table, options);
  io::load_options(table, {}, io::environment_of_process(), line.flags);
  return io::redis_place_of(options);
}

void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int list(const command_line& line) {
  report_store store(place_of(line));
  for (const auto& each : store.list())
    say(each.at + " " + each.room + " " + each.seat + "\n");
  return 0;
}

// Exit status 1: one of them could not be opened.
int open_some(const command_line& line, const std::string& key_file,
              const std::optional<report_name>& only) {
  const auto key =
      parse_secret_key(key_file == "-" ? io::read_secret_input("the key")
                                       : io::read_secret_file("the key file", key_file));
  if (!key) throw io::start_error(key_file + ": must be 64 hex digits");
  report_store store(place_of(line));
  int status = 0;
  for (const auto& each : only ? std::vector{*only} : store.list()) {
    const auto kept = store.read(each);
    if (!kept && !only) continue;  // its time was over between the list and now
    const auto opened = kept ? open_report(*key, *kept) : std::nullopt;
    if (opened) {
      say(*opened + "\n");
      continue;
    }
    status = 1;
    const char* const why = kept ? "not for this key, or damaged" : "no such report";
    std::fprintf(stderr, "parley-reports: %s %s: %s\n", each.room.c_str(), each.seat.c_str(), why);
  }
  return status;
}

}  // namespace

int run_command(const std::vector<std::string>& given) {
  if (given == std::vector<std::string>{"--help"}) {
    say(help);
    return 0;
  }
  const auto line = parse(given);
  const auto& words = line.words;
  const auto count = words.size();
  if (count == 2 && words[0] == "new-key") {
    write_key_pair(words[1], make_key_pair());
    return 0;
  }
  if (count == 1 && words[0] == "list") return list(line);
  if (count == 2 && words[0] == "open") return open_some(line, words[1], {});
  if (count == 4 && words[0] == "open")
    return open_some(line, words[1], report_name{{}, words[2], words[3]});
  throw io::start_error("nothing to do that is understood; see --help");
}

}  // namespace parley::safety
