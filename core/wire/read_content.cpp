// What a file and a clock are made of.
#include "core/wire/read_content.hpp"

#include "core/base/tenths.hpp"
#include "core/wire/file_id.hpp"
#include "core/wire/shown_text.hpp"

namespace parley::wire {

namespace {

// What a clock may say, in ms: the range of ECMA-262 section 21.4.1.1.
constexpr std::uint64_t max_clock_ms = 8'640'000'000'000'000;

// A name that somebody saves a file under: it leads into no folder.
std::string read_file_name(json_members& from) {
  auto name = read_shown_text(from, "name", from.text("name"), max_file_name_chars);
  if (name.find_first_of("/\\") != std::string::npos) from.fail("name");
  return name;
}

}  // namespace

file_info read_file(json_members& params, file_form form) {
  return params.object("file", [form](json_members& from) {
    file_info file;
    file.id = from.text("id", file_id_chars);
    if (!is_file_id(file.id)) from.fail("id");
    file.size = from.integer("size", 1);
    if (form == file_form::image) {
      file.width = from.integer("width", 1, max_image_side);
      file.height = from.integer("height", 1, max_image_side);
    } else {
      file.name = read_file_name(from);
    }
    return file;
  });
}

std::optional<sender_clock> read_sender_clock(json_members& params) {
  if (!params.has("clock")) return std::nullopt;
  return params.object("clock", [](json_members& from) {
    return sender_clock{static_cast<unix_ms>(from.integer("at", 0, max_clock_ms)),
                        from.tenths("offset_ms", -max_tenths), from.tenths("error_ms", 0)};
  });
}

}  // namespace parley::wire
