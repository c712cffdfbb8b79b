// Tokens: the golden ones, and how keys are read from a secrets file.
#include "core/wire/tokens.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "vector_file.hpp"

namespace parley::wire {

namespace {

namespace json = boost::json;

std::string string_of(const json::value& value) {
  return {value.as_string().data(), value.as_string().size()};
}

token_key key_named(const json::object& file, const json::value& name) {
  for (const auto& key : file.at("keys").as_array()) {
    if (key.at("name") != name) continue;
    auto keys = parse_token_keys(string_of(key.at("secret")));
    REQUIRE(keys.has_value());
    REQUIRE(keys->front().id == key.at("kid").as_string());
    return keys->front();
  }
  FAIL("no such key");
  return {};
}

token_box box_of(const json::object& file, const json::value& vector) {
  std::vector<token_key> keys;
  for (const auto& name : vector.at("accepted").as_array())
    keys.push_back(key_named(file, name));
  return token_box{std::move(keys)};
}

seat_claims seat_claims_of(const json::object& from) {
  seat_claims claims;
  claims.sid = string_of(from.at("sid"));
  claims.room = string_of(from.at("room"));
  claims.seat = static_cast<seat_number>(from.at("seat").as_int64());
  claims.attempt = static_cast<std::uint64_t>(from.at("attempt").as_int64());
  claims.language = string_of(from.at("lang"));
  for (const auto& interest : from.at("interests").as_array()) {
    claims.interests.push_back(string_of(interest));
  }
  for (const auto& member : from.at("members").as_array()) {
    claims.members.push_back(
        {static_cast<seat_number>(member.at("seat").as_int64()), string_of(member.at("name"))});
  }
  return claims;
}

std::string_view name_of(token_errc error) {
  switch (error) {
    case token_errc::malformed:
      return "malformed";
    case token_errc::unknown_key:
      return "unknown_key";
    case token_errc::forged:
      return "forged";
    case token_errc::expired:
      return "expired";
    case token_errc::wrong_type:
      return "wrong_type";
  }
  return "";
}

template <class Claims, class Verified>
void check(const json::object& vector, const token_box& box, const Claims& claims,
           const result<Verified, token_errc>& verified) {
  if (const auto* error = vector.if_contains("error")) {
    REQUIRE(verified.has_error());
    CHECK(name_of(verified.error()) == error->as_string());
    return;
  }
  REQUIRE(verified.has_value());
  CHECK(*verified == claims);
  if (const auto* at = vector.if_contains("signed_at")) {
    CHECK(box.sign(claims, at->as_int64()) == vector.at("token").as_string());
  }
}

token_box box_of_lines(std::string_view lines) {
  auto keys = parse_token_keys(lines);
  REQUIRE(keys.has_value());
  return token_box{std::move(*keys)};
}

const std::string one(64, '1');
const std::string two(64, '2');

}  // namespace

TEST_CASE("every golden token is taken or refused as its vector says") {
  const json::object file = read_vector_file("tokens.json");
  for (const auto& value : file.at("vectors").as_array()) {
    const json::object& vector = value.as_object();
    INFO(vector.at("name").as_string());
    const token_box box = box_of(file, value);
    const std::string token = string_of(vector.at("token"));
    const unix_ms now = vector.at("now").as_int64();
    const auto* claims = vector.if_contains("claims");
    const std::string sid = claims != nullptr ? string_of(claims->at("sid")) : std::string{};
    const std::string type = string_of(vector.at("typ"));
    if (type == "session") {
      check(vector, box, session_claims{sid}, box.verify_session(token, now));
    } else if (type == "priority") {
      check(vector, box, priority_claims{sid}, box.verify_priority(token, now));
    } else {
      REQUIRE(type == "seat");
      const auto wanted = claims != nullptr ? seat_claims_of(claims->as_object()) : seat_claims{};
      check(vector, box, wanted, box.verify_seat(token, now));
    }
  }
}

TEST_CASE("a key can be rotated without anybody being thrown out") {
  const session_claims claims{std::string(32, 'a')};
  const token_box before = box_of_lines(one);
  const token_box during = box_of_lines("# the new one signs\n" + two + "\n" + one + "\n");
  const token_box after = box_of_lines(two);

  const std::string old_token = before.sign(claims, 0);
  CHECK(during.verify_session(old_token, 0).has_value());
  const std::string new_token = during.sign(claims, 0);
  CHECK(after.verify_session(new_token, 0).has_value());
  CHECK(after.verify_session(old_token, 0).error() == token_errc::unknown_key);
}

TEST_CASE("a changed character anywhere spoils a token") {
  const token_box box = box_of_lines(one);
  const std::string token = box.sign(session_claims{std::string(32, 'a')}, 0);
  for (std::size_t i = 0; i < token.size(); ++i) {
    INFO(i);
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(box.verify_session(changed, 0).has_error());
    CHECK(box.verify_session(token.substr(0, i), 0).has_error());
  }
}

TEST_CASE("a secrets file is read line by line") {
  SECTION("empty lines, comments and white space are skipped") {
    const auto keys = parse_token_keys("\n# comment\n  " + one + " \r\n\n" + two);
    REQUIRE(keys.has_value());
    REQUIRE(keys->size() == 2);
    CHECK(keys->at(0).secret.front() == 0x11);
    CHECK(keys->at(1).secret.front() == 0x22);
    CHECK(keys->at(0).id != keys->at(1).id);
  }
  SECTION("what is wrong is said, and where, but not the secret") {
    CHECK(parse_token_keys("").error() == "there is no key: one a line, 64 hex digits");
    CHECK(parse_token_keys("\n" + one + "0").error() == "line 2: a key is 64 hex digits");
    CHECK(parse_token_keys(one.substr(1) + "g").error() == "line 1: a key is 64 hex digits");
    CHECK(parse_token_keys(one + "\n" + one).error() == "line 2: the same key twice");
    CHECK(parse_token_keys(one + "\n" + two + "\n" + std::string(64, '3')).error() ==
          "line 3: at most two keys are accepted");
  }
}

}  // namespace parley::wire
