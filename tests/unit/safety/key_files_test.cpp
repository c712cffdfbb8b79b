// The files of an operator's key pair.
#include "core/safety/reports/key_files.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/io/start_error.hpp"

namespace parley::safety {

namespace {

struct directory {
  directory() { REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~directory() { std::filesystem::remove_all(path); }
  std::string path = "/tmp/parley-keys-XXXXXX";
};

std::string read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a new pair is written once, its secret half for its owner only") {
  const directory at;
  const auto keys = make_key_pair();
  write_key_pair(at.path, keys);
  CHECK(read(at.path + "/reports.key") == to_hex(keys.secret) + "\n");
  CHECK(read(at.path + "/reports.pub") == to_hex(keys.open.bytes) + "\n");
  struct stat status {};
  REQUIRE(stat((at.path + "/reports.key").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);

  CHECK_THROWS_AS(write_key_pair(at.path, make_key_pair()), io::start_error);
  CHECK(read(at.path + "/reports.key") == to_hex(keys.secret) + "\n");
}

}  // namespace parley::safety
