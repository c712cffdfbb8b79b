// Keeps the processes of a local Parley running, as Kubernetes would: one that dies is started
// again, with backoff, under the same name and at the same ports.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chaos/live/pump.hpp"
#include "chaos/runner/driver/child.hpp"
#include "core/base/time.hpp"
#include "core/io/loop.hpp"

namespace parley::driver {

// Asks once whether a process is ready; the answer may come later.
using probe = std::function<void(std::function<void(bool)> answer)>;

struct process_spec {
  std::string name;
  std::vector<std::string> words;  // program and arguments
  probe is_ready;
};

class supervisor {
 public:
  supervisor(io::event_loop& loop, live::pump& pump, std::string log_folder);

  void add(process_spec spec);

  // Returns when all of these are ready; throws io::start_error with the end of the log.
  void start(const std::vector<std::string>& names);

  void signal(const std::string& name, int number);
  void kill(const std::string& name);
  // Told by SIGTERM to end, or killed, and not started again before `release`.
  void hold_down(const std::string& name, int number);
  void release(const std::string& name);
  // One after the other: SIGTERM, gone, started again, ready; then the next.
  void restart_in_turn(std::vector<std::string> names);

  [[nodiscard]] bool is_ready(const std::string& name) const { return at(name).is_ready; }
  [[nodiscard]] bool all_ready() const;
  [[nodiscard]] int pid(const std::string& name) const { return at(name).process.pid(); }
  // Those whose names begin so; all of them without a word.
  [[nodiscard]] std::vector<std::string> names(const std::string& beginning = "") const;

  // SIGTERM, and SIGKILL to what does not go. Returns when they are gone.
  void stop(const std::vector<std::string>& names);

 private:
  struct one {
    one(process_spec made, std::string log_file)
        : spec(std::move(made)), process(spec.words, std::move(log_file)) {}
    process_spec spec;
    child process;
    bool is_held = true;
    bool is_ready = false;
    bool is_asked = false;  // a probe is under way
    unsigned deaths = 0;    // since it was last ready for long
    steady_time start_at;
    steady_time started;
  };

  one& at(const std::string& name) { return *all_.at(name); }
  [[nodiscard]] const one& at(const std::string& name) const { return *all_.at(name); }
  void tick();
  void look_after(one& each);
  void ask(one& each);
  void go_on_with_turns();

  io::event_loop& loop_;
  live::pump& pump_;
  std::string log_folder_;
  std::map<std::string, std::unique_ptr<one>> all_;
  std::vector<std::string> order_;
  std::vector<std::string> turns_;  // to be restarted, the next one last
  std::string in_turn_;             // is being restarted
  io::timer clock_;
};

}  // namespace parley::driver
