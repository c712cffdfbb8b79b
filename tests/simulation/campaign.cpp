// Workers share one block of memory with whoever waits for them: the next seed, and what they saw.
#include "tests/simulation/campaign.hpp"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <map>
#include <stdexcept>

#include "tests/simulation/world.hpp"

namespace parley::simulation {
namespace {

constexpr unsigned most_jobs = 64;
constexpr std::size_t kept_failures = 64;

struct written_failure {
  std::uint64_t seed;
  std::array<char, 32> property;
  std::array<char, 400> words;
};

struct worker_block {
  std::atomic<std::uint64_t> seed;
  std::atomic<std::uint64_t> done;
  std::int64_t longest_rest_ms;
  coverage seen;
};

struct shared_block {
  std::atomic<std::uint64_t> next;
  std::atomic<std::uint64_t> failed;
  std::array<written_failure, kept_failures> failures;
  std::array<worker_block, most_jobs> workers;
};

std::atomic<bool> is_interrupted{false};

template <std::size_t Size>
void write_text(std::array<char, Size>& to, const std::string& text) {
  const auto size = std::min(text.size(), Size - 1);
  std::memcpy(to.data(), text.data(), size);
  to[size] = '\0';
}

void write_failure(shared_block& shared, std::uint64_t seed, const violation& what) {
  const auto at = shared.failed++;
  if (at >= kept_failures) return;
  auto& written = shared.failures[at];
  written.seed = seed;
  write_text(written.property, what.property);
  write_text(written.words, what.words);
}

[[noreturn]] void work(shared_block& shared, unsigned number, const campaign_settings& settings) {
  std::signal(SIGINT, SIG_IGN);
  auto& own = shared.workers[number];
  for (;;) {
    const auto seed = shared.next++;
    if (seed > settings.last || shared.failed >= settings.most_failures) break;
    own.seed = seed;
    const auto plan = settings.is_named ? named_scenario_of(seed) : scenario_of(seed);
    const auto result = run(plan, settings.mistake, own.seen);
    own.longest_rest_ms = std::max(own.longest_rest_ms, result.rest_ms);
    if (result.broken) write_failure(shared, seed, *result.broken);
    ++own.done;
  }
  _exit(0);
}

class campaign {
 public:
  explicit campaign(const campaign_settings& settings) : settings_(settings) {
    void* const memory = mmap(nullptr, sizeof(shared_block), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("no memory to share with workers");
    shared_ = static_cast<shared_block*>(memory);  // zeros are where everything begins
    shared_->next = settings.first;
  }
  ~campaign() { munmap(shared_, sizeof(shared_block)); }
  campaign(const campaign&) = delete;
  campaign& operator=(const campaign&) = delete;

  campaign_result run() {
    std::signal(SIGINT, [](int) { is_interrupted = true; });
    for (unsigned i = 0; i < std::min(settings_.jobs, most_jobs); ++i)
      begin_worker(i);
    while (!workers_.empty()) {
      look();
      if (is_interrupted) shared_->next = settings_.last + 1;
    }
    return result();
  }

 private:
  void begin_worker(unsigned number) {
    std::fflush(nullptr);
    const auto pid = fork();
    if (pid < 0) throw std::runtime_error("cannot start a worker");
    if (pid == 0) work(*shared_, number, settings_);
    workers_[pid] = number;
  }

  // One round of waiting, at most a fifth of a second.
  void look() {
    int status = 0;
    const auto ended = waitpid(-1, &status, WNOHANG);
    if (ended <= 0) {
      usleep(50'000);
      if (settings_.shows_progress) show_progress();
      return;
    }
    const auto number = workers_.at(ended);
    workers_.erase(ended);
    if (!WIFSIGNALED(status)) return;
    write_failure(*shared_, shared_->workers[number].seed,
                  {"bug", "the process was stopped by signal " + std::to_string(WTERMSIG(status))});
    begin_worker(number);
  }

  void show_progress() {
    for (; told_ < std::min<std::uint64_t>(shared_->failed, kept_failures); ++told_)
      std::fprintf(stderr, "\nseed %llu: %s\n",
                   static_cast<unsigned long long>(shared_->failures[told_].seed),
                   shared_->failures[told_].words.data());
    const auto seconds = elapsed();
    if (seconds < shown_at_ + (isatty(STDERR_FILENO) != 0 ? 1 : 30)) return;
    shown_at_ = seconds;
    const auto seeds = done();
    std::fprintf(stderr, "%s%llu seeds, %.0f a second, %llu failed%s",
                 isatty(STDERR_FILENO) != 0 ? "\r" : "", static_cast<unsigned long long>(seeds),
                 static_cast<double>(seeds) / seconds,
                 static_cast<unsigned long long>(shared_->failed.load()),
                 isatty(STDERR_FILENO) != 0 ? "" : "\n");
  }

  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

  [[nodiscard]] std::uint64_t done() const {
    std::uint64_t all = 0;
    for (const auto& each : shared_->workers)
      all += each.done;
    return all;
  }

  [[nodiscard]] campaign_result result() const {
    campaign_result all{.seeds = done(), .seconds = elapsed()};
    for (const auto& each : shared_->workers) {
      all.seen.add(each.seen);
      all.longest_rest_ms = std::max(all.longest_rest_ms, each.longest_rest_ms);
    }
    const auto failed = std::min<std::uint64_t>(shared_->failed, kept_failures);
    for (std::uint64_t i = 0; i < failed; ++i) {
      const auto& each = shared_->failures[i];
      all.failures.push_back({each.seed, each.property.data(), each.words.data()});
    }
    std::ranges::sort(all.failures, {}, &failure::seed);
    return all;
  }

  campaign_settings settings_;
  shared_block* shared_;
  std::map<pid_t, unsigned> workers_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  double shown_at_ = 0;
  std::uint64_t told_ = 0;  // failures
};

}  // namespace

campaign_result run_campaign(const campaign_settings& settings) {
  return campaign(settings).run();
}

}  // namespace parley::simulation
