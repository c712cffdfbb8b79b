// Lambdas as one visitor of a std::variant.
#pragma once

namespace parley::client {

template <class... Handlers>
struct overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
overloaded(Handlers...) -> overloaded<Handlers...>;

}  // namespace parley::client
