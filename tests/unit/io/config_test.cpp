// Options: where they come from, what is refused and in which words, what is printed.
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <catch2/catch.hpp>

#include "core/io/option_values.hpp"
#include "core/io/options.hpp"
#include "core/io/secrets.hpp"
#include "core/io/service_options.hpp"

using namespace parley;
using namespace parley::io;
using Catch::Matchers::EndsWith;
using Catch::Matchers::Equals;

namespace {

enum class choice { packed, round_robin };

struct settings {
  std::string id = "node-0";
  std::uint16_t port = 80;
  std::uint64_t rooms = 5;
  bool loud = false;
  double share = 0.5;
  milliseconds grace_ms{1'000};
  std::vector<std::string> languages{"en", "es"};
  choice node_choice = choice::packed;
};

option_table declare(settings& s) {
  option_table table;
  table.section("node", "This process.")
      .add("node.id", s.id, "Its name.", not_empty())
      .add("node.port", s.port, "Its port.")
      .add("node.rooms", s.rooms, "Its rooms.", between<std::uint64_t>(1, 10))
      .add("node.loud", s.loud, "Whether it is loud.")
      .add("node.share", s.share, "Its share.")
      .section("room", "Each room.")
      .add("room.grace_ms", s.grace_ms, "How long a member may be away.",
           at_least(milliseconds{10}))
      .add("room.languages", s.languages, "The pools.", at_least_one())
      .add_choice("room.choice", s.node_choice,
                  {{"packed", choice::packed}, {"round_robin", choice::round_robin}},
                  "Which node.");
  return table;
}

// A file that is gone with the test.
class temporary_file {
 public:
  explicit temporary_file(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~temporary_file() { std::filesystem::remove(path_); }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() /
                       ("parley-config-" + std::to_string(getpid()) + ".yaml"))
                          .string();
};

// What is wrong with this file, without its path: "12: unknown key …".
std::string trouble_with(const std::string& yaml) {
  settings s;
  const auto table = declare(s);
  const temporary_file file(yaml);
  try {
    load_options(table, file.path(), {}, {});
  } catch (const start_error& error) {
    return std::string(error.what()).substr(file.path().size() + 1);
  }
  return "";
}

std::string trouble_with_flag(const std::string& key, const std::string& text) {
  settings s;
  const auto table = declare(s);
  try {
    load_options(table, "", {}, {{key, text}});
  } catch (const start_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE(
    "flags go before the environment, the environment before the file, the file before the "
    "default") {
  settings s;
  const auto table = declare(s);
  const temporary_file file("node: {id: file, port: 1, rooms: 2}\n");
  load_options(table, file.path(),
               {"PARLEY_NODE__ID=environment", "PARLEY_NODE__PORT=3", "HOME=/root"},
               {{"node.id", "flag"}});
  CHECK(s.id == "flag");
  CHECK(s.port == 3);
  CHECK(s.rooms == 2);
  CHECK(s.grace_ms == milliseconds{1'000});
}

TEST_CASE("every type is read from a file") {
  settings s;
  const auto table = declare(s);
  const temporary_file file(
      "node:\n  id: \"n 1\"\n  loud: true\n  share: 0.25\n"
      "room:\n  grace_ms: 2m\n  languages: [de, fr]\n  choice: round_robin\n");
  load_options(table, file.path(), {}, {});
  CHECK(s.id == "n 1");
  CHECK(s.loud);
  CHECK(s.share == 0.25);
  CHECK(s.grace_ms == milliseconds{120'000});
  CHECK(s.languages == std::vector<std::string>{"de", "fr"});
  CHECK(s.node_choice == choice::round_robin);
}

TEST_CASE("a list in a flag or in the environment is parted by commas") {
  settings s;
  const auto table = declare(s);
  load_options(table, "", {"PARLEY_ROOM__LANGUAGES=a, b"}, {});
  CHECK(s.languages == std::vector<std::string>{"a", "b"});
  load_options(table, "", {}, {{"room.languages", "c"}});
  CHECK(s.languages == std::vector<std::string>{"c"});
}

TEST_CASE("what is wrong in a file is said in one sentence, with its line") {
  CHECK(trouble_with("node:\n  id: a\n  colour: red\n") == "3: unknown key node.colour");
  CHECK(trouble_with("\n\nnodes:\n  id: a\n") == "3: unknown key nodes");
  CHECK(trouble_with("node:\n  rooms: 11\n") == "2: node.rooms: must be from 1 to 10");
  CHECK(trouble_with("node:\n  rooms: -1\n") ==
        "2: node.rooms: \"-1\" is not a whole number from 0 to 18446744073709551615");
  CHECK(trouble_with("node:\n  port: 65536\n") ==
        "2: node.port: \"65536\" is not a whole number from 0 to 65535");
  CHECK(trouble_with("node:\n  id: [a, b]\n") == "2: node.id: must be one value");
  CHECK(trouble_with("node:\n  id: {a: b}\n") == "2: node.id: must be a value, not a section");
  CHECK(trouble_with("node:\n  id:\n") == "2: node.id: has no value");
  CHECK(trouble_with("node:\n  id: a\n  id: b\n") == "3: node.id stands here twice");
  CHECK(trouble_with("node: 5\n") == "1: must hold keys and values");
  CHECK(trouble_with("- a\n") == "1: must hold keys and values");
  CHECK(trouble_with("room:\n  languages: []\n") == "2: room.languages: must name at least one");
  CHECK(trouble_with("room:\n  languages: [[a]]\n") == "2: room.languages: must be a flat list");
  CHECK(trouble_with("room:\n  choice: best\n") ==
        "2: room.choice: must be one of packed, round_robin");
  CHECK_THAT(trouble_with("node: {id: a\n"), Catch::Matchers::StartsWith("2: not YAML: "));
}

TEST_CASE("an empty file, and one of comments, say nothing") {
  CHECK(trouble_with("").empty());
  CHECK(trouble_with("# nothing\nnode:\n").empty());
}

TEST_CASE("what is wrong elsewhere names its place") {
  CHECK(trouble_with_flag("node.colour", "red") == "--node.colour: unknown key");
  CHECK(trouble_with_flag("room.grace_ms", "1") == "--room.grace_ms: must be at least 10 ms");
  CHECK(trouble_with_flag("node.loud", "maybe") == "--node.loud: \"maybe\" is not true or false");
  settings s;
  const auto table = declare(s);
  CHECK_THROWS_WITH(load_options(table, "", {"PARLEY_NODE__COLOUR=red"}, {}),
                    Equals("PARLEY_NODE__COLOUR: unknown key node.colour"));
  CHECK_THROWS_WITH(load_options(table, "/nowhere/x.yaml", {}, {}),
                    Equals("cannot read the configuration file /nowhere/x.yaml"));
}

TEST_CASE("names that Kubernetes makes for its services are not ours") {
  settings s;
  const auto table = declare(s);
  load_options(table, "", {"PARLEY_REDIS_PORT=tcp://10.0.0.1:6379", "PARLEYX__Y=1"}, {});
  CHECK(s.id == "node-0");
}

TEST_CASE("what is printed has the docs as comments and reads back the same") {
  settings s;
  const auto table = declare(s);
  load_options(table, "", {},
               {{"node.id", "yes"}, {"node.share", "0.1"}, {"room.languages", "::1,null,a b"}});
  const auto printed = print_options(table);
  CHECK(printed.find("# Each room.\nroom:\n"
                     "  # How long a member may be away. (duration; default 1000)\n"
                     "  grace_ms: 1000\n") != std::string::npos);
  settings again;
  const auto same = declare(again);
  const temporary_file file(printed);
  load_options(same, file.path(), {}, {});
  CHECK(print_options(same) == printed);
  CHECK(again.id == "yes");
  CHECK(again.languages == std::vector<std::string>{"::1", "null", "a b"});
}

TEST_CASE("durations") {
  CHECK(parse_duration("1500") == milliseconds{1'500});
  CHECK(parse_duration("1.5s") == milliseconds{1'500});
  CHECK(parse_duration("250ms") == milliseconds{250});
  CHECK(parse_duration("24h") == milliseconds{86'400'000});
  for (const auto* wrong : {"", "s", "-1", "1d", "1 s", "1e3", "nan", "99999999999h"}) {
    CHECK_FALSE(parse_duration(wrong));
  }
}

TEST_CASE("the options of the services are complete and valid as they are") {
  service_options options;
  option_table table;
  declare_service_options(table, options);
  const temporary_file file(print_options(table));
  load_options(table, file.path(), {}, {});
  CHECK(table.find("redis.timeout_ms") != nullptr);
  CHECK(redis_settings_of(options).timeout == milliseconds{1'000});
  CHECK_THAT(describe_options(table), EndsWith("\n"));
}

TEST_CASE("a cluster is told by its members, and one server by its host and port") {
  service_options options;
  option_table table;
  declare_service_options(table, options);
  CHECK(redis_place_of(options).seeds.empty());

  load_options(table, "", {"PARLEY_REDIS__CLUSTER=true"}, {{"redis.host", "redis"}});
  CHECK(redis_place_of(options).seeds == std::vector<link::redis_address>{{"redis", 6'379}});
  load_options(table, "", {}, {{"redis.address", "redis-0.redis:6379,[::1]:7001"}});
  CHECK(redis_place_of(options).seeds ==
        std::vector<link::redis_address>{{"redis-0.redis", 6'379}, {"::1", 7'001}});

  CHECK_THROWS_WITH(load_options(table, "", {}, {{"redis.address", "redis-0"}}),
                    EndsWith("must be host:port, not redis-0"));
  load_options(table, "", {}, {{"redis.cluster", "false"}});
  CHECK_THROWS_WITH(
      redis_place_of(options),
      Equals("redis.address: is for redis.cluster; one server has redis.host and redis.port"));
}

TEST_CASE("a secret is a file's text, and a bad file is said") {
  const temporary_file good("s3cret\n\n");
  CHECK(read_secret_file("redis.password_file", good.path()) == "s3cret");
  CHECK_THROWS_WITH(read_secret_file("tokens.keys_file", ""),
                    Equals("tokens.keys_file is not set"));
  CHECK_THROWS_WITH(read_secret_file("k", "/nowhere"),
                    Equals("k: cannot read /nowhere: No such file or directory"));
  CHECK_THROWS_WITH(read_secret_file("k", "/"), Catch::Matchers::StartsWith("k: cannot read /"));
  {
    const temporary_file empty(" \n");
    CHECK_THROWS_WITH(read_secret_file("k", empty.path()), EndsWith(" is empty"));
  }
  const temporary_file large(std::string(max_secret_bytes + 1, 'x'));
  CHECK_THROWS_WITH(read_secret_file("k", large.path()), EndsWith(" is larger than 16384 bytes"));
}
