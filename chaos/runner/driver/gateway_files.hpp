// The gateway's configuration for a local Parley, from the project's own template.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace parley::driver {

struct gateway_files {
  std::string folder;                        // is made; all that nginx writes stays in it
  std::string listen;                        // "127.0.0.1:20001"
  std::vector<std::string> matchmakers;      // addresses
  std::map<std::string, std::string> nodes;  // address by id
};

// Writes nginx.conf and routes.conf; the command that runs nginx with them, in the foreground.
[[nodiscard]] std::vector<std::string> write_gateway_files(const gateway_files& files);

}  // namespace parley::driver
