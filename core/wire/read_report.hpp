// A report's params, which both services take. Inner part of the codec.
#pragma once

#include "core/wire/json_members.hpp"

namespace parley::wire {

[[nodiscard]] report read_report(json_members& params);

}  // namespace parley::wire
