// The options as a reader sees them: a YAML file with comments, and the list of --help.
#include <algorithm>

#include "core/io/options.hpp"

namespace parley::io {

namespace {

constexpr std::size_t comment_width = 96;

std::string section_of(const option& each) {
  return each.key.substr(0, each.key.find('.'));
}

// Sections in the order in which they first appear; a section may have been continued later.
std::vector<std::string> sections_of(const option_table& table) {
  std::vector<std::string> sections;
  for (const auto& each : table.options()) {
    const auto section = section_of(each);
    if (std::find(sections.begin(), sections.end(), section) == sections.end()) {
      sections.push_back(section);
    }
  }
  return sections;
}

// Words, each line begun with `indent`.
std::string wrapped(const std::string& text, const std::string& indent) {
  std::string out;
  std::string line = indent;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    if (line.size() > indent.size() && line.size() + 1 + word.size() > comment_width) {
      out += line + '\n';
      line = indent;
    }
    if (line.size() > indent.size()) line += ' ';
    line += word;
    at = end + 1;
  }
  return out + line + '\n';
}

void append_section(std::string& out, const option_table& table, const std::string& section) {
  if (!out.empty()) out += '\n';
  if (const auto doc = table.section_doc(section); !doc.empty()) out += wrapped(doc, "# ");
  out += section + ":\n";
  for (const auto& each : table.options()) {
    if (section_of(each) != section) continue;
    out += wrapped(each.doc + " (" + each.type + "; default " + each.fallback + ")", "  # ");
    out += "  " + each.key.substr(section.size() + 1) + ": " + each.shown() + '\n';
  }
}

}  // namespace

std::string print_options(const option_table& table) {
  std::string out;
  for (const auto& section : sections_of(table))
    append_section(out, table, section);
  return out;
}

std::string describe_options(const option_table& table) {
  std::string out;
  for (const auto& section : sections_of(table)) {
    for (const auto& each : table.options()) {
      if (section_of(each) != section) continue;
      out += "  --" + each.key + "=" + each.fallback + "\n";
      out += wrapped(each.doc + " (" + each.type + ")", "      ");
    }
  }
  return out;
}

}  // namespace parley::io
