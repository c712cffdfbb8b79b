// Delta debugging over the steps, then over the size of the world.
#include "tests/simulation/shrink.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "tests/simulation/world.hpp"

namespace parley::simulation {
namespace {

[[noreturn]] void run_and_tell(const scenario& plan, mutation mistake, int to) {
  if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(1);
  coverage seen;
  const auto result = run(plan, mistake, seen);
  const auto text = result.broken ? result.broken->property + "\n" + result.broken->words : "";
  _exit(write(to, text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1);
}

std::string read_all(int from) {
  std::string text;
  std::array<char, 4'096> piece;
  for (ssize_t size = 0; (size = read(from, piece.data(), piece.size())) > 0;)
    text.append(piece.data(), static_cast<std::size_t>(size));
  return text;
}

class shrinker {
 public:
  shrinker(scenario failing, mutation mistake) : best_(std::move(failing)), mistake_(mistake) {
    const auto broken = run_apart(best_, mistake_);
    if (!broken) throw std::runtime_error("this scenario does not fail");
    property_ = broken->property;
  }

  scenario run() {
    for (std::size_t left = best_.steps.size() + 1; best_.steps.size() < left;) {
      left = best_.steps.size();
      leave_out_steps();
    }
    shrink_world();
    leave_out_steps();
    return best_;
  }

 private:
  bool still_fails(const scenario& smaller) {
    const auto broken = run_apart(smaller, mistake_);
    if (!broken || broken->property != property_) return false;
    best_ = smaller;
    return true;
  }

  void leave_out_steps() {
    for (auto size = std::max<std::size_t>(best_.steps.size() / 2, 1);; size /= 2) {
      for (std::size_t at = 0; at < best_.steps.size();) {
        auto smaller = best_;
        const auto begin = smaller.steps.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min(size, smaller.steps.size() - at);
        smaller.steps.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
        if (!still_fails(smaller)) at += size;
      }
      if (size <= 1) return;
    }
  }

  void shrink_world() {
    for (auto which : {&scenario::clients, &scenario::nodes, &scenario::matchmakers}) {
      while (best_.*which > 1) {
        auto smaller = best_;
        --(smaller.*which);
        if (!still_fails(smaller)) break;
      }
    }
    while (best_.calm_ms > 1'000) {
      auto smaller = best_;
      smaller.calm_ms /= 2;
      if (!still_fails(smaller)) break;
    }
  }

  scenario best_;
  mutation mistake_;
  std::string property_;
};

}  // namespace

std::optional<violation> run_apart(const scenario& plan, mutation mistake) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  std::fflush(nullptr);
  const auto pid = fork();
  if (pid < 0) throw std::runtime_error("cannot start a process");
  if (pid == 0) run_and_tell(plan, mistake, ends[1]);
  close(ends[1]);
  const auto text = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  waitpid(pid, &status, 0);
  if (WIFSIGNALED(status)) return violation{"bug", "stopped by a signal"};
  if (text.empty()) return std::nullopt;
  const auto line = text.find('\n');
  return violation{text.substr(0, line), text.substr(line + 1)};
}

scenario shrink(scenario failing, mutation mistake) {
  return shrinker(std::move(failing), mistake).run();
}

}  // namespace parley::simulation
