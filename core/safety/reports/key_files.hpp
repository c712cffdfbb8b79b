// An operator's key pair as two files. Never over what is there: an old key opens the old reports.
#pragma once

#include <string>

#include "core/safety/seal.hpp"

namespace parley::safety {

// `directory`/reports.key (for its owner only) and reports.pub. Throws start_error.
void write_key_pair(const std::string& directory, const key_pair& keys);

}  // namespace parley::safety
