// Events to text, straight into the caller's string.
#include "chaos/checks/format_history.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <charconv>
#include <cmath>
#include <concepts>
#include <optional>
#include <string_view>

#include "chaos/checks/event_names.hpp"
#include "chaos/checks/event_shapes.hpp"

namespace parley::checks {

namespace {

class line_writer {
 public:
  explicit line_writer(std::string& out) : out_(out) {}

  template <std::unsigned_integral T>
  void integer(std::string_view name, T value, std::uint64_t = 0, std::uint64_t = 0) {
    member(name);
    digits(value);
  }
  void fraction(std::string_view name, double value);
  void text(std::string_view name, std::string_view value);
  void sum(std::string_view name, body_sum value);
  void id(std::string_view name, const entry_id& value);
  template <class Enum, std::size_t size>
  void name(std::string_view name, Enum value, const name_table<Enum, size>& names) {
    for (const auto& [known, spelling] : names) {
      if (known == value) return text(name, spelling);
    }
  }

  void optional_flag(std::string_view name, bool value) {
    if (!value) return;
    member(name);
    out_ += "true";
  }
  void optional_integer(std::string_view name, std::uint64_t value) {
    if (value != 0) integer(name, value);
  }
  void optional_integer(std::string_view name, const std::optional<std::uint64_t>& value) {
    if (value) integer(name, *value);
  }
  void optional_fraction(std::string_view name, const std::optional<double>& value) {
    if (value) fraction(name, *value);
  }
  void optional_text(std::string_view name, const std::string& value) {
    if (!value.empty()) text(name, value);
  }
  void optional_id(std::string_view name, const std::optional<entry_id>& value) {
    if (value) id(name, *value);
  }
  template <class Write>
  void object(std::string_view name, Write write) {
    member(name);
    open();
    write(*this);
    close();
  }

  void open() {
    out_ += '{';
    first_ = true;
  }
  void close() {
    out_ += '}';
    first_ = false;
  }

 private:
  void member(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  template <std::unsigned_integral T>
  void digits(T value, int base = 10) {
    std::array<char, 20> buffer;
    char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, base).ptr;
    out_.append(buffer.data(), end);
  }

  std::string& out_;
  bool first_ = true;
};

// To the thousandth: times are told in microseconds at best.
void line_writer::fraction(std::string_view name, double value) {
  member(name);
  const auto thousandths = static_cast<std::uint64_t>(std::llround(value * 1000));
  digits(thousandths / 1000);
  if (thousandths % 1000 == 0) return;
  const std::size_t point = out_.size();
  digits(1000 + thousandths % 1000);
  out_[point] = '.';  // in place of the 1 that kept the zeros
  out_.erase(out_.find_last_not_of('0') + 1);
}

void line_writer::text(std::string_view name, std::string_view value) {
  member(name);
  const bool plain = std::ranges::all_of(value, [](char each) {
    return static_cast<unsigned char>(each) >= 0x20 && each != '"' && each != '\\';
  });
  if (!plain) {
    out_ += boost::json::serialize(boost::json::string_view{value.data(), value.size()});
    return;
  }
  out_ += '"';
  out_ += value;
  out_ += '"';
}

void line_writer::sum(std::string_view name, body_sum value) {
  member(name);
  out_ += '"';
  const std::size_t begin = out_.size();
  digits(std::uint64_t{1} << 32 | value, 16);
  out_.erase(begin, 1);  // the 1 that kept the zeros
  out_ += '"';
}

void line_writer::id(std::string_view name, const entry_id& value) {
  member(name);
  out_ += '"';
  digits(value.epoch);
  out_ += '-';
  digits(value.n);
  out_ += '"';
}

}  // namespace

void append_line(std::string& out, double t, const event& what) {
  line_writer to{out};
  to.open();
  to.fraction("t", t);
  to.text("e", event_names[what.index()]);
  std::visit([&](const auto& each) { describe(to, each, each); }, what);
  to.close();
  out += '\n';
}

}  // namespace parley::checks
