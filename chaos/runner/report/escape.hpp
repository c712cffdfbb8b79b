// Text made safe to stand in HTML, SVG and XML: all that a history holds is strange until it has
// been here.
#pragma once

#include <string>
#include <string_view>

namespace parley::report {

// For content and for quoted attributes. Bytes that are not UTF-8 and characters that XML does not
// know (most controls) become U+FFFD, so that what is written can always be parsed.
[[nodiscard]] std::string escaped(std::string_view text);

// JSON for a <script>: with no "<" in it, nothing there can end the script.
[[nodiscard]] std::string script_safe(std::string_view json);

// At most `most` bytes, cut between two characters, with "…" where something is missing.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

}  // namespace parley::report
