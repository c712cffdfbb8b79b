// The driver of a Parley that is there already, before a service of the test: what it asks of it,
// and what it refuses.
#include "chaos/runner/driver/found_driver.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/io/start_error.hpp"

using namespace parley;
using namespace parley::driver;

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

// One door that answers as a gateway and as a service; `restart` makes it forget its plan, as a
// process that begins anew.
class fake_service {
 public:
  explicit fake_service(io::event_loop& loop)
      : acceptor_(loop.context(), {asio::ip::make_address("127.0.0.1"), 0}) {
    accept();
  }

  [[nodiscard]] door at() const { return {"localhost", acceptor_.local_endpoint().port()}; }
  void restart() { plan_.clear(); }
  void forbid_faults() { allowed_ = false; }
  void refuse_deletes(int times) { refusals_ = times; }

  [[nodiscard]] const std::string& plan() const { return plan_; }
  [[nodiscard]] int puts() const { return puts_; }
  [[nodiscard]] int deletes() const { return deletes_; }

 private:
  struct exchange {
    asio::ip::tcp::socket socket;
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> request;
    http::response<http::string_body> response{http::status::ok, 11};
  };

  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, asio::ip::tcp::socket socket) {
      if (error) return;
      auto one = std::make_shared<exchange>(exchange{std::move(socket), {}, {}});
      http::async_read(one->socket, one->buffer, one->request,
                       [this, one](boost::system::error_code failed, std::size_t) {
                         if (!failed) answer(one);
                       });
      accept();
    });
  }

  void answer(const std::shared_ptr<exchange>& one) {
    one->response.body() = said(one->request);
    if (one->request.method() == http::verb::delete_ && refusals_-- > 0)
      one->response.result(http::status::service_unavailable);
    one->response.prepare_payload();
    http::async_write(one->socket, one->response, [one](boost::system::error_code, std::size_t) {});
  }

  std::string said(const http::request<http::string_body>& request) {
    if (request.target() != "/faults") return "ok";
    if (request.method() == http::verb::put) {
      ++puts_;
      plan_ = request.body();
    }
    if (request.method() == http::verb::delete_) {
      ++deletes_;
      if (refusals_ <= 0) plan_.clear();
    }
    const std::string faults =
        plan_.empty() ? ""
                      : R"({"name":"cut","phases":[{"phase":"open","chances":10,"asked":2,)"
                        R"("struck":3}]})";
    return std::string(R"({"allowed":)") + (allowed_ ? "true" : "false") + R"(,"faults":[)" +
           faults + "]}";
  }

  asio::ip::tcp::acceptor acceptor_;
  bool allowed_ = true;
  std::string plan_;
  int puts_ = 0;
  int deletes_ = 0;
  int refusals_ = 0;
};

constexpr const char* plan = "faults: [{fault: cut, percent: 20}]\n";

script::experiment with_plan() {
  script::experiment made;
  made.plan = plan;
  return made;
}

struct stage {
  io::event_loop loop;
  live::pump pump{loop};
  fake_service service{loop};

  found_settings settings() const { return {service.at(), {{"node-0", service.at()}}, {}}; }
  bool until(const std::function<bool()>& is_so) { return pump.until(is_so, milliseconds{10'000}); }
};

}  // namespace

TEST_CASE("a system that was found is given the plan, and it is taken away again") {
  stage on;
  found_driver driver(on.loop, on.pump, with_plan(), on.settings());
  driver.start();
  CHECK(driver.is_whole());
  CHECK(on.service.plan().empty());

  driver.set_plan(plan);
  REQUIRE(on.until([&] { return !driver.figures().empty(); }));
  CHECK(on.service.plan() == plan);
  CHECK(driver.figures() == std::vector<checks::plan>{{"cut", "open", 20, 10, 3}});

  driver.stop();
  CHECK(on.service.plan().empty());
}

TEST_CASE("a service that begins anew under the plan is given it anew, and its figures add up") {
  stage on;
  found_driver driver(on.loop, on.pump, with_plan(), on.settings());
  driver.start();
  driver.set_plan(plan);
  REQUIRE(on.until([&] { return !driver.figures().empty(); }));
  on.service.restart();
  REQUIRE(on.until([&] { return driver.figures().front().chances == 20; }));
  CHECK(on.service.puts() == 2);
  driver.stop();
}

TEST_CASE("a plan that is not dropped at the first word is taken away at the next") {
  stage on;
  found_driver driver(on.loop, on.pump, with_plan(), on.settings());
  driver.start();
  driver.set_plan(plan);
  REQUIRE(on.until([&] { return !driver.figures().empty(); }));
  on.service.refuse_deletes(1);
  driver.stop();
  CHECK(on.service.plan().empty());
  CHECK(on.service.deletes() == 2);
}

TEST_CASE("who was never given a plan is not told to drop one") {
  stage on;
  found_driver driver(on.loop, on.pump, script::experiment{}, on.settings());
  driver.start();
  driver.set_plan("");
  driver.stop();
  CHECK(on.service.deletes() == 0);
}

TEST_CASE("a system that does not allow faults is told at once, not waited for") {
  stage on;
  on.service.forbid_faults();
  found_driver driver(on.loop, on.pump, with_plan(), on.settings());
  CHECK_THROWS_WITH(driver.start(), "node-0 does not allow faults: start it with faults.allowed");
}

TEST_CASE("what needs more than a plan is refused, with the reason") {
  stage on;
  script::experiment experiment;
  experiment.acts.push_back({script::act_kind::node_kill, {}, {}, "node-0"});
  CHECK_THROWS_WITH(found_driver(on.loop, on.pump, experiment, on.settings()),
                    "node_kill: a system that was found can only be given a plan");
  experiment.acts.front().what = script::act_kind::reload_tabs;
  CHECK(found_driver::refusal(experiment).empty());
}

TEST_CASE("without the admin ports there is nothing to do") {
  stage on;
  auto settings = on.settings();
  settings.admins.clear();
  CHECK_THROWS_WITH(found_driver(on.loop, on.pump, with_plan(), settings),
                    "--admin: the admin ports of all services are needed");
}
