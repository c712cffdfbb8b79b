// Reading a secret file.
#include "core/io/secrets.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string_view>

#include "core/io/start_error.hpp"

namespace parley::io {

namespace {

std::string read_secret(const std::string& what, const std::string& path, std::istream& from) {
  std::string text(max_secret_bytes + 1, '\0');
  from.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (from.bad()) throw start_error(what + ": cannot read " + path);
  text.resize(static_cast<std::size_t>(from.gcount()));
  if (text.size() > max_secret_bytes) {
    throw start_error(what + ": " + path + " is larger than " + std::to_string(max_secret_bytes) +
                      " bytes");
  }
  const auto last = text.find_last_not_of(" \t\r\n");
  if (last == std::string::npos) throw start_error(what + ": " + path + " is empty");
  text.resize(last + 1);
  return text;
}

}  // namespace

std::string read_secret_file(const std::string& what, const std::string& path) {
  if (path.empty()) throw start_error(what + " is not set");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw start_error(what + ": cannot read " + path + ": " + std::strerror(errno));
  return read_secret(what, path, file);
}

std::string read_secret_input(const std::string& what) {
  return read_secret(what, "standard input", std::cin);
}

}  // namespace parley::io
