// Why a program cannot start: one clear sentence for the operator, caught once in service_main.
#pragma once

#include <stdexcept>

namespace parley::io {

class start_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace parley::io
