// The patterns of four kinds of images.
#include "chat-node/files/media_type.hpp"

namespace parley::files {

using namespace std::string_view_literals;

std::string_view media_type_of(std::string_view beginning) {
  if (beginning.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (beginning.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
  if (beginning.starts_with("GIF87a"sv) || beginning.starts_with("GIF89a"sv)) return "image/gif";
  const bool is_webp = beginning.size() >= media_type_bytes && beginning.starts_with("RIFF"sv) &&
                       beginning.substr(8, 6) == "WEBPVP"sv;
  return is_webp ? "image/webp" : "application/octet-stream";
}

bool is_image(std::string_view media_type) {
  return media_type.starts_with("image/"sv);
}

}  // namespace parley::files
