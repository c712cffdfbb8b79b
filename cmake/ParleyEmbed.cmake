# parley_embed(TARGET SYMBOL FILE...): makes the files (text, such as a Lua library for Redis), one after the other, part
# of the program as `extern const char* const parley::embedded::SYMBOL`, declared in "embedded/SYMBOL.hpp".
function(parley_embed target symbol)
  set(text "")
  foreach(file IN LISTS ARGN)
    set(source ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    file(READ ${source} part)
    string(APPEND text "${part}")
  endforeach()
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  file(CONFIGURE OUTPUT ${dir}/embedded/${symbol}.hpp @ONLY CONTENT
    "#pragma once\n\nnamespace parley::embedded {\nextern const char* const ${symbol};\n}\n")
  # String literals are limited in length by the standard: the text goes in as pieces of one literal.
  string(REPLACE "\n" "\n)parley\" R\"parley(" pieces "${text}")
  file(CONFIGURE OUTPUT ${dir}/${symbol}.cpp @ONLY CONTENT
    "#include \"embedded/${symbol}.hpp\"\n\nnamespace parley::embedded {\nconst char* const ${symbol} = R\"parley(${pieces})parley\";\n}\n")
  target_sources(${target} PRIVATE ${dir}/${symbol}.cpp)
  target_include_directories(${target} PUBLIC ${dir})
endfunction()
