// What envsubst does for the image, and render.mjs for ./dev up: five names filled in.
#include "chaos/runner/driver/gateway_files.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "core/io/start_error.hpp"
#include "embedded/gateway_template.hpp"

namespace parley::driver {

namespace {

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

std::string routes(const gateway_files& files) {
  std::string text = "upstream matchmakers {\n";
  // max_fails=0: each request tries them anew, so that one that is back serves at once.
  for (const std::string& address : files.matchmakers)
    text += "  server " + address + " max_fails=0;\n";
  text += "}\n\nmap $node_id $node_address {\n  default \"\";\n";
  for (const auto& [id, address] : files.nodes)
    text += "  " + id + " " + address + ";\n";
  return text + "}\n";
}

void write_file(const std::string& file, const std::string& text) {
  std::ofstream stream(file);
  stream << text;
  if (!stream.flush()) throw io::start_error(file + ": cannot be written");
}

}  // namespace

std::vector<std::string> write_gateway_files(const gateway_files& files) {
  std::filesystem::create_directories(files.folder);
  const std::string conf = files.folder + "/nginx.conf";
  const std::string routes_file = files.folder + "/routes.conf";
  std::string text = embedded::gateway_template;
  const std::pair<std::string, std::string> values[] = {
      {"GATEWAY_LISTEN", files.listen},
      {"GATEWAY_PAGE", files.folder},
      {"GATEWAY_LOG", files.folder + "/access.log"},
      {"GATEWAY_RUN", files.folder},
      {"GATEWAY_ROUTES", routes_file},
  };
  for (const auto& [name, value] : values)
    replace_all(text, "${" + name + "}", value);
  write_file(routes_file, routes(files));
  write_file(conf, text);
  // Started by root, nginx would hand its work to another user, who may not read the folder.
  const std::string user = getuid() == 0 ? "user root; " : "";
  return {"nginx", "-p", files.folder, "-c", conf, "-e", "stderr", "-g", user + "daemon off;"};
}

}  // namespace parley::driver
