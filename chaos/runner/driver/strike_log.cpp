// Most lines of a log are about other things, and are not even parsed.
#include "chaos/runner/driver/strike_log.hpp"

#include <boost/json.hpp>
#include <fstream>

namespace parley::driver {

namespace {

constexpr std::string_view telling = R"("msg":"fault strikes")";

}  // namespace

std::vector<checks::struck> parse_strikes(const std::string& service, std::string_view lines) {
  std::vector<checks::struck> found;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (line.find(telling) == std::string_view::npos) continue;
    boost::system::error_code error;
    const boost::json::value said = boost::json::parse({line.data(), line.size()}, error);
    if (error) continue;  // cut short by the end of its process
    try {
      found.push_back({service, said.at("name").as_string().c_str(),
                       said.at("phase").as_string().c_str(),
                       said.at("connection").to_number<std::uint64_t>()});
    } catch (const std::exception&) {
      continue;
    }
  }
  return found;
}

std::vector<checks::struck> strike_log::read(const std::string& service, const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::size_t& from = read_[file];
  stream.seekg(static_cast<std::streamoff>(from));
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  text.resize(text.rfind('\n') + 1);  // npos + 1: no whole line
  from += text.size();
  return parse_strikes(service, text);
}

}  // namespace parley::driver
