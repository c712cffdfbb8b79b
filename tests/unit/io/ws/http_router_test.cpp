// Routes are exact, and what does not fit is answered in HTTP's own words.
#include "core/io/ws/http_router.hpp"

#include <catch2/catch.hpp>

namespace parley::io::test {

TEST_CASE("a route is found by method and path") {
  http_router router;
  router
      .on("GET", "/plan",
          [](const http_request&) {
            return http_response{200, "a/b", "get", {}};
          })
      .on("PUT", "/plan", [](const http_request& r) {
        return http_response{204, "a/b", r.body, {}};
      });
  CHECK(router.answer({"GET", "/plan", "", ""}).body == "get");
  CHECK(router.answer({"PUT", "/plan", "", "new"}).status == 204);
  CHECK(router.answer({"PUT", "/plan", "", "new"}).body == "new");
  CHECK(router.has_path("/plan"));
}

TEST_CASE("an unknown path is 404, a known one with another method 405 with what it allows") {
  http_router router;
  router.on("GET", "/plan", [](const http_request&) { return http_response{}; })
      .on("DELETE", "/plan", [](const http_request&) { return http_response{}; });
  CHECK(router.answer({"GET", "/plan/", "", ""}).status == 404);
  CHECK(router.answer({"GET", "/PLAN", "", ""}).status == 404);
  CHECK_FALSE(router.has_path("/"));
  const http_response refused = router.answer({"POST", "/plan", "", ""});
  CHECK(refused.status == 405);
  REQUIRE(refused.headers.size() == 1);
  CHECK(refused.headers[0].first == "Allow");
  CHECK(refused.headers[0].second == "DELETE, GET");
  CHECK(refused.body == "method not allowed here\n");
}

}  // namespace parley::io::test
