// One process that the runner has started: told by signals, and by its process id alone.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace parley::driver {

class child {
 public:
  // What it prints is appended to `log_file`.
  child(std::vector<std::string> words, std::string log_file);
  ~child();  // killed, and waited for
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  // In a group of its own (Ctrl-C reaches only the runner), without the runner's descriptors, and
  // killed by the kernel should the runner die. Throws io::start_error.
  void start();

  // Nothing when it does not run.
  void signal(int number);

  // Whether it has ended since it was asked last.
  bool has_ended();
  // Ends it at once; returns when it is gone.
  void kill();

  [[nodiscard]] bool runs() const { return pid_ > 0; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::string& log_file() const { return log_file_; }
  // Of the one that ran last: "exit 1", "signal 9".
  [[nodiscard]] const std::string& end() const { return end_; }

 private:
  void ended(int status);

  std::vector<std::string> words_;
  std::string log_file_;
  pid_t pid_ = 0;
  std::string end_;
};

}  // namespace parley::driver
