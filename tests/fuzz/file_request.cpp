// Requests for files: the method, the path, the Authorization and the beginning of the body, with
// NUL between them. Nobody without a token gets further than a refusal, and a file is named by
// nothing but hex.
#include "chat-node/files/media_type.hpp"
#include "chat-node/files/request.hpp"
#include "core/wire/file_id.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

namespace {

const wire::token_box box({wire::make_token_key({1, 2, 3})});

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto left = fuzz::text_of(data, size);
  const auto next = [&left] {
    const auto end = left.find('\0');
    const auto word = left.substr(0, end);
    left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
    return word;
  };
  const auto method = next();
  const auto path = next();
  const auto stranger = next();
  const auto type = files::media_type_of(left);
  PARLEY_CHECK(files::is_image(type) || type == "application/octet-stream");

  constexpr unix_ms now = 1'790'000'000'000;
  const auto ask = [&](std::string_view authorization) {
    return files::read_request({method, path, authorization, left.size()}, {}, box, now);
  };
  PARLEY_CHECK(std::holds_alternative<files::answer>(ask(stranger)));
  const auto token = box.sign(wire::seat_claims{.sid = "s", .room = "r", .seat = 1}, now);
  const auto asked = ask("Bearer " + token);
  if (const auto* refused = std::get_if<files::answer>(&asked))
    PARLEY_CHECK(refused->status >= 400 || method == "OPTIONS");
  else if (const auto* wanted = std::get_if<files::download>(&asked))
    PARLEY_CHECK(wire::is_file_id(wanted->file) && path == "/" + wanted->file);
  return 0;
}
