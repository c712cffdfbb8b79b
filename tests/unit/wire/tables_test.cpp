// Error and close codes are those of the golden tables.
#include <catch2/catch.hpp>

#include "core/wire/close_codes.hpp"
#include "core/wire/errors.hpp"
#include "vector_file.hpp"

namespace parley::wire {

namespace {

std::string_view class_name(close_class c) {
  switch (c) {
    case close_class::resume:
      return "resume";
    case close_class::re_pair:
      return "re_pair";
    case close_class::final:
      return "final";
  }
  return "";
}

}  // namespace

TEST_CASE("every error code has its golden name") {
  const auto file = read_vector_file("errors.json");
  for (const auto& vector : file.at("vectors").as_array()) {
    const auto code = parse_error_code(vector.at("code").as_int64());
    INFO(vector.at("name").as_string());
    REQUIRE(code);
    CHECK(name_of(*code) == vector.at("name").as_string());
  }
  CHECK_FALSE(parse_error_code(-32099));
  CHECK_FALSE(parse_error_code(0));
}

TEST_CASE("every close code has its golden name, and every code a class") {
  const auto file = read_vector_file("close_codes.json");
  for (const auto& vector : file.at("vectors").as_array()) {
    const auto code = static_cast<std::uint16_t>(vector.at("code").as_int64());
    INFO(code);
    CHECK(class_name(classify(code)) == vector.at("class").as_string());
    const bool unknown = vector.as_object().contains("unknown");
    CHECK(name_of(static_cast<close_code>(code)) ==
          (unknown ? "unknown" : std::string_view{vector.at("name").as_string()}));
  }
}

}  // namespace parley::wire
