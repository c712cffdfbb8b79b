// The processes of a local system: what is theirs alone.
#include "chaos/runner/driver/supervisor.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace parley;

TEST_CASE("a second run in the same folder does not read the logs of the first") {
  const auto folder = std::filesystem::temp_directory_path() / "parley-supervisor-test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "node-0.log") << "fault strikes\n";
  io::event_loop loop;
  live::pump pump(loop);
  driver::supervisor supervisor(loop, pump, folder.string());
  supervisor.add({"node-0", {"/bin/true"}, {}});
  CHECK_FALSE(std::filesystem::exists(folder / "node-0.log"));
  std::filesystem::remove_all(folder);
}
