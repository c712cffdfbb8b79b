// What a run says while it runs: on a terminal one line that changes, elsewhere only the
// milestones.
#pragma once

#include <string>

namespace parley::runner {

class progress {
 public:
  explicit progress(bool is_terminal) : is_terminal_(is_terminal) {}

  void milestone(const std::string& text);  // stays
  void show(const std::string& text);       // replaces what was shown; nothing without a terminal

 private:
  void clear();

  bool is_terminal_;
  bool is_showing_ = false;
};

}  // namespace parley::runner
