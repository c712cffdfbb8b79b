// Mistakes of a node that can be made between its machine and the network: what the machine wants
// said is said twice, not at all, in another order, or to somebody else.
#pragma once

#include "chat-node/room/actions.hpp"
#include "tests/simulation/environment.hpp"

namespace parley::simulation {

// `wanted` as the world gets it. Without such a mutation nothing is changed.
void sabotage(environment& env, room::actions& wanted);

// What a client says of itself when it joins, by mistake; other frames are as they were.
[[nodiscard]] std::string sabotage(const environment& env, std::string frame);

}  // namespace parley::simulation
