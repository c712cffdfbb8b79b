// The answer of GET /faults, as docs/faults.md tells it.
#include "chaos/runner/driver/plan_figures.hpp"

#include <boost/json.hpp>

namespace parley::driver {

namespace json = boost::json;

void plan_figures::take(const std::string& process, int life, std::string_view answer) {
  boost::system::error_code error;
  const json::value state = json::parse({answer.data(), answer.size()}, error);
  if (error || !state.is_object()) return;
  try {
    figures read;
    for (const json::value& fault : state.at("faults").as_array()) {
      for (const json::value& phase : fault.at("phases").as_array()) {
        read[{fault.at("name").as_string().c_str(), phase.at("phase").as_string().c_str()}] = {
            phase.at("asked").to_number<double>(), phase.at("chances").to_number<std::uint64_t>(),
            phase.at("struck").to_number<std::uint64_t>()};
      }
    }
    if (!read.empty()) lives_[{process, life}] = std::move(read);
  } catch (const std::exception&) {
    return;  // not what a service answers
  }
}

std::vector<checks::plan> plan_figures::total() const {
  figures sum;
  for (const auto& [life, read] : lives_) {
    for (const auto& [name, each] : read) {
      sum[name].asked += each.asked;
      sum[name].chances += each.chances;
      sum[name].strikes += each.strikes;
    }
  }
  std::vector<checks::plan> lines;
  for (const auto& [name, each] : sum) {
    const double percent =
        each.chances == 0 ? 0 : each.asked / static_cast<double>(each.chances) * 100;
    lines.push_back({name.first, name.second, percent, each.chances, each.strikes});
  }
  return lines;
}

std::optional<injector_state> parse_injector_state(std::string_view answer) {
  boost::system::error_code error;
  const json::value state = json::parse({answer.data(), answer.size()}, error);
  if (error) return std::nullopt;
  try {
    return injector_state{state.at("allowed").as_bool(), !state.at("faults").as_array().empty()};
  } catch (const std::exception&) {
    return std::nullopt;  // not what a service answers
  }
}

}  // namespace parley::driver
