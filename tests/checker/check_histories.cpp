// The C++ checker on each history named: its verdict as one line of JSON, as check.mjs prints it.
#include <fstream>
#include <iostream>

#include "chaos/checks/check_history.hpp"
#include "chaos/checks/tell_verdict.hpp"

int main(int count, char** arguments) {
  std::ios::sync_with_stdio(false);
  for (int i = 1; i < count; ++i) {
    std::ifstream history(arguments[i]);
    std::cout << parley::checks::to_json(parley::checks::check_history(history)) << '\n';
  }
}
