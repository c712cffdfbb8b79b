// The name `slow.test` takes four seconds to be looked up, as where a name server does not answer.
// All other names go to the C library, in whose place this function stands.
#include <dlfcn.h>
#include <netdb.h>

#include <chrono>
#include <string_view>
#include <thread>

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                           addrinfo** found) {
  if (name != nullptr && std::string_view(name) == "slow.test") {
    std::this_thread::sleep_for(std::chrono::seconds(4));  // the fault under test
    return EAI_AGAIN;
  }
  using look_up = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<look_up>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(name, service, hints, found);
}
