// Paths of the plots.
#include "chaos/runner/report/shapes.hpp"

#include <algorithm>

#include "chaos/runner/report/markup.hpp"

namespace parley::report {
namespace {

class path {
 public:
  path(std::size_t columns, double box_height)
      : column_width_(columns == 0 ? box_width : box_width / static_cast<double>(columns)),
        box_height_(box_height) {}

  path& move(double column, double height) { return point('M', column, height); }
  path& line(double column, double height) { return point('L', column, height); }
  path& close() {
    text_ += 'Z';
    return *this;
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  path& point(char command, double column, double height) {
    text_ += command;
    text_ += plain(column * column_width_) + " " + plain((1 - height) * box_height_);
    return *this;
  }

  double column_width_;
  double box_height_;
  std::string text_;
};

// Calls `draw` with the first column and the one past the last of each stretch without a gap.
template <class Function>
void each_stretch(const heights& of, Function draw) {
  const auto has_value = [](const auto& each) { return each.has_value(); };
  auto from = std::find_if(of.begin(), of.end(), has_value);
  while (from != of.end()) {
    const auto to = std::find_if_not(from, of.end(), has_value);
    draw(static_cast<std::size_t>(from - of.begin()), static_cast<std::size_t>(to - of.begin()));
    from = std::find_if(to, of.end(), has_value);
  }
}

double at(std::size_t column) {
  return static_cast<double>(column);
}

}  // namespace

std::string step_area(const heights& of, double box_height) {
  path out(of.size(), box_height);
  each_stretch(of, [&](std::size_t from, std::size_t to) {
    out.move(at(from), 0);
    for (std::size_t i = from; i < to; ++i) {
      out.line(at(i), *of[i]).line(at(i + 1), *of[i]);
    }
    out.line(at(to), 0).close();
  });
  return out.take();
}

std::string line(const heights& of, double box_height) {
  path out(of.size(), box_height);
  each_stretch(of, [&](std::size_t from, std::size_t to) {
    // A column that stands alone is as wide as it is long.
    if (to - from == 1) {
      out.move(at(from) + 0.1, *of[from]).line(at(from) + 0.9, *of[from]);
      return;
    }
    out.move(at(from) + 0.5, *of[from]);
    for (std::size_t i = from + 1; i < to; ++i)
      out.line(at(i) + 0.5, *of[i]);
  });
  return out.take();
}

std::string band(const heights& low, const heights& high, double box_height) {
  heights both(low.size());
  for (std::size_t i = 0; i < low.size(); ++i) {
    if (high[i]) both[i] = low[i];
  }
  path out(low.size(), box_height);
  each_stretch(both, [&](std::size_t from, std::size_t to) {
    out.move(at(from) + 0.1, *low[from]);
    for (std::size_t i = from; i < to; ++i)
      out.line(at(i) + 0.5, *low[i]);
    out.line(at(to) - 0.1, *low[to - 1]).line(at(to) - 0.1, *high[to - 1]);
    for (std::size_t i = to; i > from; --i)
      out.line(at(i) - 0.5, *high[i - 1]);
    out.line(at(from) + 0.1, *high[from]).close();
  });
  return out.take();
}

}  // namespace parley::report
