// The runner's proxy, by the name that tests know it by.
#pragma once

#include "chaos/live/tcp_proxy.hpp"

namespace parley::test {

using live::direction;
using live::passage;
using live::tcp_proxy;

}  // namespace parley::test
