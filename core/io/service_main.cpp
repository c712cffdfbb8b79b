// The frame around a service.
#include "core/io/service_main.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace parley::io {

namespace {

constexpr int exit_cannot_start = 2;

enum class wish { serve, help, version, print_config, check_config };

struct command_line {
  wish wanted = wish::serve;
  std::string config_file;
  std::vector<std::pair<std::string, std::string>> flags;
};

std::optional<wish> parse_wish(std::string_view word) {
  if (word == "--help") return wish::help;
  if (word == "--version") return wish::version;
  if (word == "--print-config") return wish::print_config;
  if (word == "--check-config") return wish::check_config;
  return std::nullopt;
}

std::optional<std::string> option_of_file(const program& program, const std::string& word) {
  for (const auto& [flag, key] : program.files)
    if (flag == word) return key;
  return std::nullopt;
}

command_line parse_command_line(const program& program, const std::vector<std::string>& words) {
  command_line line;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    const auto equals = word.find('=');
    if (const auto wanted = parse_wish(word)) {
      line.wanted = *wanted;
    } else if (word == "--config") {
      if (i + 1 == words.size()) throw start_error("--config: needs a file");
      line.config_file = words[++i];
    } else if (const auto key = option_of_file(program, word)) {
      if (i + 1 == words.size()) throw start_error(word + ": needs a file");
      line.flags.emplace_back(*key, words[++i]);
    } else if (word.starts_with("--config=")) {
      line.config_file = word.substr(equals + 1);
    } else if (word.starts_with("--") && equals != std::string::npos) {
      line.flags.emplace_back(word.substr(2, equals - 2), word.substr(equals + 1));
    } else {
      throw start_error(word + ": not understood; see --help");
    }
  }
  return line;
}

void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

std::string help_text(const program& program, const option_table& options) {
  std::string text = std::string(program.name) + ": " + std::string(program.summary) + "\n\n";
  text += "  --config FILE     options as YAML\n";
  for (const auto& [flag, key] : program.files)
    text += "  " + flag + " FILE     the same as --" + key + "=FILE\n";
  text += "  --print-config    the options in effect as a YAML file, then exit\n";
  text += "  --check-config    exit with 0 if the options are valid, else with 2\n";
  text += "  --version\n  --help\n\n";
  text +=
      "Options: a flag goes before the environment (PARLEY_SECTION__KEY), the environment before ";
  text += "the file.\n\n";
  return text + describe_options(options);
}

int fulfil(const command_line& line, const program& program, const option_table& options,
           const std::function<int()>& serve) {
  if (line.wanted == wish::help) {
    say(help_text(program, options));
    return 0;
  }
  if (line.wanted == wish::version) {
    say(std::string(program.name) + " " + std::string(version()) + "\n");
    return 0;
  }
  load_options(options, line.config_file, environment_of_process(), line.flags);
  if (line.wanted == wish::print_config) say(print_options(options));
  if (line.wanted == wish::check_config) say("the configuration is valid\n");
  return line.wanted == wish::serve ? serve() : 0;
}

}  // namespace

std::vector<std::string> environment_of_process() {
  std::vector<std::string> environment;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    environment.emplace_back(*each);
  }
  return environment;
}

std::string_view version() {
  return PARLEY_VERSION;
}

int service_main(int argc, char** argv, const program& program, const option_table& options,
                 const std::function<int()>& serve) {
  // Who reads our log may go; that must not end us.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const auto line = parse_command_line(program, {argv + 1, argv + argc});
    return fulfil(line, program, options, serve);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(program.name.size()), program.name.data(),
                 error.what());
    return exit_cannot_start;
  }
}

void log_ready(logger& log, std::string_view id, std::uint16_t port, std::uint16_t admin_port) {
  log.info("ready", {{"port", port}, {"admin_port", admin_port}, {"id", id}});
}

}  // namespace parley::io
