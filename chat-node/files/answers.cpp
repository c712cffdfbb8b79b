// Names, members and headers.
#include "chat-node/files/answers.hpp"

#include <boost/json.hpp>

namespace parley::files {

namespace {

namespace json = boost::json;

answer refused(int status, std::string_view name, json::object members) {
  json::object body{{"error", name}};
  for (auto& member : members)
    body.emplace(member.key(), std::move(member.value()));
  return {status, std::string(name), json::serialize(body), {{"Cache-Control", "no-store"}}};
}

}  // namespace

answer refusal(int status, std::string_view name) {
  return refused(status, name, {});
}

answer refusal_until(int status, std::string_view name, milliseconds retry) {
  auto out = refused(status, name, {{"retry_ms", retry.count()}});
  out.headers.emplace_back("Retry-After", std::to_string((retry.count() + 999) / 1'000));
  return out;
}

answer refusal_beyond(int status, std::string_view name, std::uint64_t limit) {
  return refused(status, name, {{"limit", limit}});
}

answer room_ended(std::string_view reason, std::optional<seat_number> by) {
  json::object members{{"reason", reason}};
  if (by) members.emplace("by", *by);
  return refused(410, "room_ended", std::move(members));
}

answer not_allowed(std::string_view methods) {
  auto out = refusal(405, "method_not_allowed");
  out.headers.emplace_back("Allow", methods);
  return out;
}

answer stored(std::string_view file, std::string_view type, std::uint64_t size, bool again) {
  const json::object body{{"file", file}, {"type", type}, {"size", size}};
  return {again ? 200 : 201, {}, json::serialize(body), {{"Cache-Control", "no-store"}}};
}

answer file_head(std::string_view type) {
  return {200,
          {},
          {},
          {{"Content-Type", std::string(type)},
           {"Content-Disposition", "attachment"},
           {"X-Content-Type-Options", "nosniff"},
           {"Content-Security-Policy", "sandbox; default-src 'none'"},
           {"Cache-Control", "private, no-store"}}};
}

void allow_origin(answer& to, std::string_view origin) {
  if (origin.empty()) return;
  to.headers.emplace_back("Access-Control-Allow-Origin", origin);
  to.headers.emplace_back("Vary", "Origin");
}

answer preflight() {
  return {204,
          {},
          {},
          {{"Access-Control-Allow-Methods", "GET, HEAD, POST"},
           {"Access-Control-Allow-Headers", "Authorization, Content-Type"},
           {"Access-Control-Max-Age", "3600"}}};
}

}  // namespace parley::files
