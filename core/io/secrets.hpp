// Secrets come from files, never from flags, environment or configuration.
#pragma once

#include <cstddef>
#include <string>

namespace parley::io {

inline constexpr std::size_t max_secret_bytes = 16'384;

// The text of the file without white space at its end. Throws start_error when it cannot be read,
// is empty or larger than max_secret_bytes. `what` names it in the error: "redis.password_file".
[[nodiscard]] std::string read_secret_file(const std::string& what, const std::string& path);

// Likewise, of a person's programs: all that comes on standard input.
[[nodiscard]] std::string read_secret_input(const std::string& what);

}  // namespace parley::io
