// JSON in and out.
#include "core/safety/report.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <ranges>

#include "core/wire/state_names.hpp"

namespace parley::safety {

namespace {

namespace json = boost::json;

std::string_view field(const raw_entry& entry, std::string_view name) {
  const auto at =
      std::ranges::find_if(entry.fields, [name](const auto& each) { return each.first == name; });
  return at == entry.fields.end() ? std::string_view{} : std::string_view{at->second};
}

std::uint64_t number(const raw_entry& entry, std::string_view name) {
  const auto text = field(entry, name);
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// What a member has said; none for what the room itself has written.
std::optional<json::object> object_of(const raw_entry& entry) {
  const auto what = field(entry, "k");
  if (what == "name" || what == "joined") {
    return json::object{
        {"id", entry.id}, {"from", number(entry, "s")}, {"name", field(entry, "b")}};
  }
  if (what != "message") return std::nullopt;
  json::object said{{"id", entry.id},
                    {"from", number(entry, "s")},
                    {"seq", number(entry, "q")},
                    {"kind", field(entry, "m")},
                    {"body", field(entry, "b")},
                    {"at", number(entry, "t")}};
  if (!field(entry, "o").empty()) said["of"] = number(entry, "o");
  // Of an image or a file what it was called, not its bytes.
  if (!field(entry, "f").empty()) {
    json::object file{{"id", field(entry, "f")}, {"size", number(entry, "fs")}};
    if (!field(entry, "fn").empty()) file["name"] = field(entry, "fn");
    said["file"] = std::move(file);
  }
  return said;
}

std::optional<json::object> parse_object(std::string_view text) {
  boost::system::error_code error;
  auto value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::optional<std::string> text_of(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

}  // namespace

std::string to_text(const report_slip& slip) {
  json::object said{{"room", slip.room},
                    {"at", slip.at},
                    {"by", slip.by},
                    {"reason", wire::find_name(wire::report_reason_names, slip.what.reason)},
                    {"words", slip.what.words}};
  if (slip.what.about != 0) said["about"] = slip.what.about;
  return json::serialize(said);
}

std::string to_text(const std::string& room, const std::vector<raw_entry>& entries) {
  std::vector<json::object> latest;
  std::size_t bytes = 0;
  for (const auto& each : entries | std::views::reverse) {
    bytes += field(each, "b").size();
    if (bytes > most_report_bytes) break;
    if (auto object = object_of(each)) latest.push_back(std::move(*object));
  }
  json::array said(latest.rbegin(), latest.rend());
  return json::serialize(json::object{{"room", room}, {"entries", std::move(said)}});
}

std::string to_text(const kept_report& kept) {
  return json::serialize(json::object{{"report", kept.report}, {"entries", kept.entries}});
}

std::optional<kept_report> parse_kept_report(std::string_view text) {
  const auto object = parse_object(text);
  if (!object) return std::nullopt;
  auto report = text_of(*object, "report");
  auto entries = text_of(*object, "entries");
  if (!report || !entries) return std::nullopt;
  return kept_report{std::move(*report), std::move(*entries)};
}

std::optional<std::string> open_report(const key_pair& with, const kept_report& kept) {
  const auto report_text = open(with, kept.report);
  const auto entries_text = open(with, kept.entries);
  if (!report_text || !entries_text) return std::nullopt;
  auto report = parse_object(*report_text);
  auto said = parse_object(*entries_text);
  if (!report || !said || !report->contains("reason") || !said->contains("entries") ||
      text_of(*report, "room") != text_of(*said, "room")) {
    return std::nullopt;
  }
  (*report)["entries"] = std::move(said->at("entries"));
  return json::serialize(*report);
}

}  // namespace parley::safety
