// The name of a file, made from its bytes as they come. Pure.
#pragma once

#include <sodium/crypto_hash_sha256.h>

#include <string>
#include <string_view>

namespace parley::files {

class file_hash {
 public:
  file_hash();
  void add(std::string_view bytes);
  [[nodiscard]] std::string id();  // once, at the end: core/wire/file_id.hpp

 private:
  crypto_hash_sha256_state state_;
};

}  // namespace parley::files
