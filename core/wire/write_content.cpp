// A file has the members that its kind has.
#include "core/wire/write_content.hpp"

namespace parley::wire {

void write_file(json_writer& out, const file_info& file) {
  out.open_object("file");
  out.text("id", file.id);
  out.number("size", file.size);
  if (file.width != 0) {
    out.number("width", file.width);
    out.number("height", file.height);
  }
  if (!file.name.empty()) out.text("name", file.name);
  out.close_object();
}

void write_sender_clock(json_writer& out, const sender_clock& clock) {
  out.open_object("clock");
  out.number("at", clock.at);
  out.tenths("offset_ms", clock.offset_ms);
  out.tenths("error_ms", clock.error_ms);
  out.close_object();
}

}  // namespace parley::wire
