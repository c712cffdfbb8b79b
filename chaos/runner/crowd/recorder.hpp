// The history of a run as it is written: each event with the one clock's time, to a file.
#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "chaos/checks/history.hpp"

namespace parley::crowd {

class recorder {
 public:
  // The clock starts now. Throws io::start_error when the file cannot be written.
  explicit recorder(const std::string& file);

  void record(const checks::event& what);

  // Phase `end`, and nothing after it: what the bots see when all is over is of no interest.
  void finish();

  // To the disk's door. False: not all of it could be written, so the history is worth nothing.
  [[nodiscard]] bool flush();

  [[nodiscard]] double now_ms() const;  // since the start

 private:
  struct closes {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::unique_ptr<std::FILE, closes> file_;
  std::string lines_;  // gathered, to be written together
  bool has_failed_ = false;
  bool is_finished_ = false;
};

}  // namespace parley::crowd
