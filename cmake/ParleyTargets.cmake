# One function per kind of target, so that a folder's CMakeLists.txt is a few lines.
# Sources are globbed: a new file in a folder belongs to that folder's target.

# parley_library(NAME DEPS...): the .cpp files of this folder as parley_NAME; includes are written from the root.
function(parley_library name)
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources)
    add_library(parley_${name} STATIC ${sources})
    target_link_libraries(parley_${name} PRIVATE parley_settings PUBLIC ${ARGN})
    target_include_directories(parley_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  else()
    add_library(parley_${name} INTERFACE)
    target_link_libraries(parley_${name} INTERFACE ${ARGN})
    target_include_directories(parley_${name} INTERFACE ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

# parley_program(NAME DEPS...): main.cpp of this folder as bin/NAME.
function(parley_program name)
  add_executable(${name} main.cpp)
  target_link_libraries(${name} PRIVATE parley_settings ${ARGN})
endfunction()

# parley_test(NAME DEPS...): the .cpp files of this folder as one Catch2 program, known to CTest as NAME.
function(parley_test name)
  cmake_parse_arguments(ARG "" "" "LABELS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE parley_settings parley_catch_main ${ARG_UNPARSED_ARGUMENTS})
  target_compile_definitions(test_${name} PRIVATE
    PARLEY_SOURCE_DIR="${CMAKE_SOURCE_DIR}" PARLEY_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300)
endfunction()
