// Watches the plan file, by looking at it: what mounts files into containers swaps links, which
// inotify on a file does not see.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <tuple>

#include "chaos/striker/plan_text.hpp"
#include "core/io/loop.hpp"

namespace parley::striker {

inline constexpr std::size_t most_plan_bytes = 65'536;

[[nodiscard]] result<injector::plan, plan_mistake> read_plan_file(const std::string& path);

class plan_watch {
 public:
  // What the file holds now is known; `on_change` is called for what comes after.
  plan_watch(io::event_loop& loop, std::string path, std::function<void()> on_change);

 private:
  using mark = std::tuple<std::int64_t, std::int64_t, std::uint64_t, std::int64_t>;
  [[nodiscard]] std::optional<mark> look() const;  // none: it is not there

  std::string path_;
  std::function<void()> on_change_;
  std::optional<mark> seen_;
  io::timer looks_;
};

}  // namespace parley::striker
