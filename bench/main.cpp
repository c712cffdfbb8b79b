// parley-bench: an honest load driver. See README.md for what it measures.
#include <cstdio>
#include <string>
#include <vector>

#include "bench/load.hpp"

int main(int argc, char** argv) {
  const auto options = parley::bench::parse_options({argv + 1, argv + argc});
  if (!options) {
    std::fprintf(stderr, "%s\n", options.error().c_str());
    return 2;
  }
  parley::bench::load load(*options);
  return load.run() ? 0 : 1;
}
