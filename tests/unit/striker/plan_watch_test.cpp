// The plan file is noticed when it changes, is replaced, goes and comes.
#include "chaos/striker/plan_watch.hpp"

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>

#include "tests/support/run_until.hpp"

using namespace parley;
using striker::plan_watch;
using striker::read_plan_file;

namespace {

struct plan_file {
  explicit plan_file(const char* name) : path(std::string(PARLEY_BINARY_DIR) + "/" + name) {}
  ~plan_file() { std::remove(path.c_str()); }
  void write(const std::string& text) const { std::ofstream(path) << text; }
  std::string path;
};

}  // namespace

TEST_CASE("a plan file is read whole, or it is said why not") {
  const plan_file file("read_plan_file.yaml");
  CHECK(read_plan_file(file.path).error().text() == "cannot be read: No such file or directory");
  file.write("seed: 9\n");
  CHECK(read_plan_file(file.path)->seed == 9);
  file.write("# " + std::string(striker::most_plan_bytes, 'x') + "\n");
  CHECK(read_plan_file(file.path).error().text() == "is larger than 65536 bytes");
}

TEST_CASE("a change is noticed, and so are a file that is replaced, goes, and comes again") {
  const plan_file file("watched_plan.yaml");
  const plan_file other("watched_plan.new");
  file.write("seed: 1\n");
  io::event_loop loop;
  int changes = 0;
  const plan_watch watch(loop, file.path, [&] { ++changes; });
  const auto notices = [&](int count) {
    return test::run_until(loop, [&] { return changes == count; });
  };
  file.write("seed: 12\n");
  REQUIRE(notices(1));
  other.write("seed: 13\n");
  REQUIRE(std::rename(other.path.c_str(), file.path.c_str()) == 0);
  REQUIRE(notices(2));
  std::remove(file.path.c_str());
  REQUIRE(notices(3));
  file.write("seed: 14\n");
  REQUIRE(notices(4));
}
