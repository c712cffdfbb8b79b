# What every target is compiled with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

option(PARLEY_SANITIZE "address and undefined-behaviour sanitizers" OFF)

add_library(parley_settings INTERFACE)
target_compile_options(parley_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor)
# g++ 12 sees members of the variant alternatives that are not held (GCC bug 80635).
target_compile_options(parley_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
target_include_directories(parley_settings INTERFACE ${CMAKE_SOURCE_DIR})
if(PARLEY_SANITIZE)
  # Not vptr: it asks a pipe whether memory can be read, and a process out of descriptors, which a test makes, has none.
  target_compile_options(parley_settings INTERFACE
    -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(parley_settings INTERFACE -fsanitize=address,undefined)
endif()

# For clang alone: its libFuzzer asks all that is compiled where an input has led to.
option(PARLEY_FUZZ "the fuzzers in tests/fuzz" OFF)
if(PARLEY_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "the fuzzers take clang (cmake --preset fuzz)")
  endif()
  target_compile_options(parley_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
