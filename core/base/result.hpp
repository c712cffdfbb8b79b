// What a function returns that can fail in an expected way: a value or a std::error_code-like
// reason.
#pragma once

#include <boost/system/result.hpp>

namespace parley {

// Expected trouble (bad input, a peer that is gone, Redis away) is a value, never an exception. `E`
// is an `errc` enum of the layer, or a struct where the caller needs more than a name.
template <class T, class E>
using result = boost::system::result<T, E>;

}  // namespace parley
