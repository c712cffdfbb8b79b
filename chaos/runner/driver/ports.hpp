// Free loopback ports for the processes of a local Parley.
#pragma once

#include <cstdint>

namespace parley::driver {

// One that nobody listens on now and that has not been given out before, below the range from which
// the kernel takes ports for outgoing connections: there, a connection could take a process's port
// while it is being restarted. Throws io::start_error when there is none.
[[nodiscard]] std::uint16_t free_port();

}  // namespace parley::driver
