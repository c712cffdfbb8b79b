// The number of a connection; apart from ids.hpp because the C++17 island in io/ws needs it too.
#pragma once

#include <cstdint>

namespace parley {

// A connection's number in its process: counted from 1, never used twice.
using connection_id = std::uint64_t;

}  // namespace parley
