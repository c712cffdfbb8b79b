// The main of every test program; apart, for it is slow to compile.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
