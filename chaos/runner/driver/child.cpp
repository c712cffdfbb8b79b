// posix_spawn: the runner is large, and a fork would copy its page tables while bots wait.
#include "chaos/runner/driver/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "core/io/start_error.hpp"

namespace parley::driver {

child::child(std::vector<std::string> words, std::string log_file)
    : words_(std::move(words)), log_file_(std::move(log_file)) {
  words_.insert(words_.begin(), {"setpriv", "--pdeathsig", "KILL", "--"});
}

child::~child() {
  kill();
}

void child::start() {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log_file_.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0644);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);

  std::vector<char*> arguments;
  for (std::string& word : words_)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int error =
      posix_spawnp(&pid_, arguments[0], &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error == 0) return;
  pid_ = 0;
  throw io::start_error("cannot start " + words_[4] + ": " + std::strerror(error));
}

void child::signal(int number) {
  if (pid_ > 0) ::kill(pid_, number);
}

bool child::has_ended() {
  int status = 0;
  if (pid_ <= 0 || waitpid(pid_, &status, WNOHANG) != pid_) return false;
  ended(status);
  return true;
}

void child::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  waitpid(pid_, &status, 0);
  ended(status);
}

// Those that it started itself (nginx its workers) would keep its port.
void child::ended(int status) {
  ::kill(-pid_, SIGKILL);
  pid_ = 0;
  end_ = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                             : "exit " + std::to_string(WEXITSTATUS(status));
}

}  // namespace parley::driver
