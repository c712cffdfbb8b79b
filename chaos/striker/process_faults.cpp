// Signals, fork and sleep: the blunt tools of this folder.
#include "chaos/striker/process_faults.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>

namespace parley::striker {
namespace {

timespec to_timespec(milliseconds time) {
  return {time.count() / 1'000, time.count() % 1'000 * 1'000'000};
}

// After fork of a program with an event loop: system calls only.
[[noreturn]] void wake_later(pid_t frozen, timespec time) {
  // Else it would keep the sockets of a frozen process that is killed.
  syscall(SYS_close_range, 0U, ~0U, 0U);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  while (nanosleep(&time, &time) != 0 && errno == EINTR) {
  }
  if (getppid() == frozen) kill(frozen, SIGCONT);
  _exit(0);
}

}  // namespace

void abort_process() {
  std::abort();
}

void exit_process(std::uint32_t status) {
  _exit(static_cast<int>(status));
}

void hang_process(milliseconds time) {
  auto left = to_timespec(time);
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
}

bool freeze_process(milliseconds time) {
  const auto self = getpid();
  const auto waker = self == 1 ? -1 : fork();
  if (waker == 0) wake_later(self, to_timespec(time));
  if (waker < 0) {
    hang_process(time);
    return false;
  }
  kill(self, SIGSTOP);
  // Somebody else may have woken us: the waker is not to strike a second time.
  kill(waker, SIGKILL);
  while (waitpid(waker, nullptr, 0) < 0 && errno == EINTR) {
  }
  return true;
}

}  // namespace parley::striker
