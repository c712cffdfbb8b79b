// fork, exec and signals around a redis-server.
#include "tests/support/redis_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <stdexcept>

#include "core/io/redis_parser.hpp"

namespace parley::test {

namespace {

using context_ptr = std::unique_ptr<redisContext, decltype(&redisFree)>;

context_ptr connect_to(std::uint16_t port) {
  return {redisConnectWithTimeout("127.0.0.1", port, {.tv_sec = 5, .tv_usec = 0}), &redisFree};
}

// Parsed by our own parser, which hiredis's raw connection feeds.
io::redis_reply ask(redisContext& context, const std::vector<std::string>& words) {
  std::string request;
  io::append_command(request, words);
  if (write(context.fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) {
    throw std::runtime_error("redis-server: cannot write");
  }
  io::redis_parser parser;
  char buffer[16'384];
  for (;;) {
    pollfd readable{.fd = context.fd, .events = POLLIN, .revents = 0};
    const auto size = poll(&readable, 1, 5'000) == 1 ? read(context.fd, buffer, sizeof buffer) : 0;
    if (size <= 0) throw std::runtime_error("redis-server: no answer");
    parser.feed({buffer, static_cast<std::size_t>(size)});
    const auto reply = parser.next();
    if (!reply) throw std::runtime_error("redis-server: " + reply.error());
    if (*reply) return **reply;
  }
}

}  // namespace

std::uint16_t free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  const bool bound = bind(fd, any, size) == 0 && getsockname(fd, any, &size) == 0;
  close(fd);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

redis_server::redis_server(std::vector<std::string> more_arguments,
                           std::vector<std::string> more_environment)
    : more_arguments_(std::move(more_arguments)), more_environment_(std::move(more_environment)) {
  // Somebody else may take the port between free_port and now: then another one.
  for (int attempt = 0; attempt < 5; ++attempt) {
    port_ = free_port();
    launch();
    if (becomes_ready()) return;
    kill();
  }
  throw std::runtime_error("redis-server does not start");
}

redis_server::~redis_server() {
  kill();
}

void redis_server::launch() {
  std::vector<std::string> words{"env"};  // which becomes the redis-server
  words.insert(words.end(), more_environment_.begin(), more_environment_.end());
  words.insert(words.end(), {"redis-server", "--port", std::to_string(port_), "--bind", "127.0.0.1",
                             "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction",
                             "--repl-diskless-load", "swapdb"});
  words.insert(words.end(), more_arguments_.begin(), more_arguments_.end());
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ > 0) return;
  // In the child, until exec, only what is safe after fork. It must not outlive a test that
  // crashes.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nowhere = open("/dev/null", O_RDWR);
  dup2(nowhere, STDIN_FILENO);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

// That it is ours that answers is told by its process id.
bool redis_server::becomes_ready() const {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  const auto own = "process_id:" + std::to_string(pid_) + "\r";
  while (std::chrono::steady_clock::now() < end) {
    if (waitpid(pid_, nullptr, WNOHANG | WNOWAIT) == pid_) return false;
    const auto context = connect_to(port_);
    if (context && context->err == 0) {
      const auto info = ask(*context, {"INFO", "server"});
      return info.is_error() || info.text.find(own) != std::string::npos;
    }
    poll(nullptr, 0, 10);
  }
  return false;
}

void redis_server::freeze() {
  ::kill(pid_, SIGSTOP);
}

void redis_server::wake() {
  ::kill(pid_, SIGCONT);
}

void redis_server::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void redis_server::start() {
  if (pid_ > 0) return;
  launch();
  if (!becomes_ready()) throw std::runtime_error("redis-server does not start again");
}

void redis_server::restart_empty() {
  kill();
  start();
}

io::redis_reply redis_server::command(const std::vector<std::string>& words) const {
  const auto context = connect_to(port_);
  if (!context || context->err != 0) throw std::runtime_error("redis-server: cannot connect");
  return ask(*context, words);
}

}  // namespace parley::test
