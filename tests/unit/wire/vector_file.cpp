// Reading vectors, and unfolding their short forms.
#include "vector_file.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace parley::wire {

namespace {

namespace json = boost::json;

std::string string_of(const json::value& value) {
  return {value.get_string().data(), value.get_string().size()};
}

std::string string_or_empty(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(json::string_view{name.data(), name.size()});
  return value == nullptr ? std::string{} : string_of(*value);
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16));
  }
  return bytes;
}

std::string filled(std::string text, const json::object& vector) {
  const auto* fill = vector.if_contains("fill");
  const auto at = text.find("$FILL");
  if (fill == nullptr || at == std::string::npos) return text;
  const std::string piece = string_of(fill->at("text"));
  std::string whole;
  for (std::int64_t i = 0; i < fill->at("times").as_int64(); ++i)
    whole += piece;
  return text.replace(at, 5, whole);
}

std::string read_frame(const json::object& vector) {
  if (vector.contains("frame_hex")) return from_hex(string_or_empty(vector, "frame_hex"));
  const json::value& frame = vector.at("frame");
  return filled(frame.is_string() ? string_of(frame) : json::serialize(frame), vector);
}

json::value read_expectation(const json::object& vector) {
  for (const char* member : {"message", "error"}) {
    if (!vector.contains(member)) continue;
    return json::parse(filled(json::serialize(vector.at(member)), vector));
  }
  if (!vector.at("ignored").as_bool()) throw std::runtime_error("a vector that expects nothing");
  return nullptr;
}

}  // namespace

json::object read_vector_file(std::string_view name) {
  const std::string path = std::string{PARLEY_SOURCE_DIR "/core/wire/vectors/"}.append(name);
  std::ifstream file{path};
  if (!file) throw std::runtime_error("cannot read " + path);
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).as_object();
}

std::vector<frame_vector> read_frame_vectors(std::string_view file) {
  std::vector<frame_vector> vectors;
  const json::object read = read_vector_file(file);
  for (const json::value& value : read.at("vectors").as_array()) {
    const json::object& vector = value.as_object();
    vectors.push_back({string_or_empty(vector, "name"), string_or_empty(vector, "to"),
                       string_or_empty(vector, "of"), read_frame(vector), read_expectation(vector),
                       vector.contains("closes")});
  }
  return vectors;
}

}  // namespace parley::wire
