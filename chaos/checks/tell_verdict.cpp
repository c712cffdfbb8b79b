// Verdicts in words and in JSON.
#include "chaos/checks/tell_verdict.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

boost::json::array texts(const std::vector<std::string>& all) {
  return boost::json::array(all.begin(), all.end());
}

std::string joined_lines(const std::vector<line_number>& lines) {
  std::string text = lines.size() == 1 ? "line" : "lines";
  for (const line_number line : lines)
    text += (&line == lines.data() ? " " : ", ") + std::to_string(line);
  return text;
}

std::string tell(const finding& found) {
  std::string text = found.property;
  text.resize(20, ' ');
  text.append(to_text(found.says)).append("  ");
  text += count_words(found.checked, found.unit) + " checked";
  if (found.violations > 0) text += ", " + count_words(found.violations, "violation");
  text += '\n';
  for (const violation& each : found.first)
    text += "    " + each.what + " (" + joined_lines(each.lines) + ")\n";
  if (found.violations > found.first.size())
    text += "    … and " + std::to_string(found.violations - found.first.size()) + " more\n";
  for (const std::string& each : found.reasons)
    text += "    unknown: " + each + '\n';
  for (const std::string& each : found.notes)
    text += "    not counted: " + each + '\n';
  return text;
}

boost::json::object to_object(const finding& found) {
  boost::json::array first;
  for (const violation& each : found.first) {
    first.push_back(boost::json::object{
        {"what", each.what}, {"lines", boost::json::array(each.lines.begin(), each.lines.end())}});
  }
  return {{"verdict", to_text(found.says)},  {"checked", found.checked},
          {"violations", found.violations},  {"first", std::move(first)},
          {"reasons", texts(found.reasons)}, {"notes", texts(found.notes)}};
}

}  // namespace

std::string_view to_text(outcome says) {
  switch (says) {
    case outcome::held:
      return "held";
    case outcome::violated:
      return "violated";
    case outcome::unknown:
      break;
  }
  return "unknown";
}

int exit_status(outcome says) {
  return says == outcome::held ? 0 : says == outcome::violated ? 1 : 2;
}

std::string tell(const verdict& said) {
  std::string text{to_text(said.says)};
  text += ", of " + count_words(said.lines, "line") + '\n';
  for (const std::string& each : said.reasons)
    text += "unknown: " + each + '\n';
  for (const finding& each : said.findings)
    text += tell(each);
  return text;
}

std::string to_json(const verdict& said) {
  boost::json::object properties;
  for (const finding& each : said.findings)
    properties[each.property] = to_object(each);
  return boost::json::serialize(boost::json::object{{"verdict", to_text(said.says)},
                                                    {"lines", said.lines},
                                                    {"reasons", texts(said.reasons)},
                                                    {"properties", std::move(properties)}});
}

}  // namespace parley::checks
