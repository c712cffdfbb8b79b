// What a file is, told by its content and never by its name. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley::files {

// As many bytes tell all that is told here.
inline constexpr std::size_t media_type_bytes = 14;

// An image type that browsers show without running anything of it, by the patterns of WHATWG MIME
// Sniffing, section 6.1; else application/octet-stream: SVG and HTML are never what they say.
[[nodiscard]] std::string_view media_type_of(std::string_view beginning);

[[nodiscard]] bool is_image(std::string_view media_type);

}  // namespace parley::files
