// The frame around a service: exit codes, and what is said where.
#include "core/io/service_main.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

using namespace parley::io;

namespace {

// What is written to a descriptor while this lives.
class captured {
 public:
  explicit captured(int descriptor) : descriptor_(descriptor), before_(dup(descriptor)) {
    std::fflush(nullptr);
    dup2(fileno(file_.get()), descriptor_);
  }
  ~captured() { end(); }
  captured(const captured&) = delete;
  captured& operator=(const captured&) = delete;

  std::string end() {
    if (before_ < 0) return "";
    std::fflush(nullptr);
    dup2(before_, descriptor_);
    close(before_);
    before_ = -1;
    std::string text(10'000, '\0');
    std::rewind(file_.get());
    text.resize(std::fread(text.data(), 1, text.size(), file_.get()));
    return text;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{std::tmpfile(), &std::fclose};
  int descriptor_;
  int before_;
};

struct outcome {
  int code = 0;
  std::string out;
  std::string err;
  bool has_served = false;
};

outcome run(
    std::vector<std::string> words, const std::function<int()>& serve = [] { return 0; }) {
  std::string name = "node-0";
  option_table table;
  table.section("node", "This process.").add("node.id", name, "Its name.", not_empty());
  words.insert(words.begin(), "parley-test");
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  outcome result;
  captured out(STDOUT_FILENO);
  captured err(STDERR_FILENO);
  result.code = service_main(static_cast<int>(arguments.size()), arguments.data(),
                             {"parley-test", "tests"}, table, [&] {
                               result.has_served = true;
                               return serve();
                             });
  result.err = err.end();
  result.out = out.end();
  return result;
}

}  // namespace

TEST_CASE("without a wish it serves, and the result is the exit code") {
  const auto done = run({"--node.id=a"}, [] { return 7; });
  CHECK(done.has_served);
  CHECK(done.code == 7);
}

TEST_CASE("what only asks does not serve") {
  CHECK(run({"--version"}).out == "parley-test " + std::string(version()) + "\n");
  CHECK(run({"--check-config"}).out == "the configuration is valid\n");
  CHECK(run({"--node.id=a", "--print-config"}).out ==
        "# This process.\nnode:\n  # Its name. (text; default node-0)\n  id: a\n");
  CHECK_THAT(run({"--help"}).out, Catch::Matchers::Contains("--node.id=node-0"));
  for (const auto* wish : {"--version", "--check-config", "--print-config", "--help"}) {
    const auto done = run({wish});
    CHECK(done.code == 0);
    CHECK_FALSE(done.has_served);
    CHECK(done.err.empty());
  }
}

TEST_CASE("what cannot start says why in one line and exits with 2") {
  CHECK(run({"--node.id="}).err == "parley-test: --node.id: must not be empty\n");
  CHECK(run({"--node.id=", "--check-config"}).code == 2);
  CHECK(run({"node.id"}).err == "parley-test: node.id: not understood; see --help\n");
  CHECK(run({"--config"}).err == "parley-test: --config: needs a file\n");
  CHECK(run({"--config=/nowhere"}).err ==
        "parley-test: cannot read the configuration file /nowhere\n");
  const auto done = run({}, []() -> int { throw start_error("the port is busy"); });
  CHECK(done.err == "parley-test: the port is busy\n");
  CHECK(done.code == 2);
}
