// The command line: what it takes, and one clear line for what it does not.
#include "chaos/runner/command_line.hpp"

#include <catch2/catch.hpp>

#include "core/io/start_error.hpp"

using namespace parley;
using namespace parley::runner;

TEST_CASE("values stand behind an equals sign or a blank") {
  const auto line = parse_command_line(
      {"run", "node-kill", "--seed=7", "--scale", "short", "--bots", "20", "--driver=kubectl"});
  CHECK(line.command == command::run);
  CHECK(line.operands == std::vector<std::string>{"node-kill"});
  CHECK(line.seed == 7U);
  CHECK(line.scale == script::scale::brief);
  CHECK(line.bots == 20U);
  CHECK(line.driver == driver_kind::kubectl);
}

TEST_CASE("the admin ports of a system that is there are a list") {
  const auto line = parse_command_line({"run", "x", "--driver", "found", "--gateway", "web:8080",
                                        "--admin", "matchmaker-0:7001,node-0:7101"});
  CHECK(line.driver == driver_kind::found);
  CHECK(line.gateway == "web:8080");
  CHECK(line.admins == std::vector<std::string>{"matchmaker-0:7001", "node-0:7101"});
}

TEST_CASE("a mistake is one line") {
  const auto [words, told] = GENERATE(table<std::vector<std::string>, std::string>({
      {std::vector<std::string>{}, "what is to be done? (see --help)"},
      {std::vector<std::string>{"dance"}, "no command dance (see --help)"},
      {std::vector<std::string>{"run"}, "run: needs exactly one of them (see --help)"},
      {{"run", "x", "--sed", "1"}, "--sed: no such option (see --help)"},
      {{"run", "x", "--seed"}, "--seed: its value is missing"},
      {{"run", "x", "--seed", "many"}, "--seed: many is not a number that fits"},
      {{"run", "x", "--driver", "cloud"}, "--driver: local, kubectl or found"},
  }));
  CHECK_THROWS_WITH(parse_command_line(words), told);
}
