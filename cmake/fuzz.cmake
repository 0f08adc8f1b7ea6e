# Fuzz targets: tests/fuzz/NAME_fuzz.cpp with the sources it reads by, so that a target is built in a
# minute. Only in the preset `fuzz`, which compiles with clang and its coverage; `fuzzers` is all.
if(NOT BIHUAN_SANITIZE MATCHES "fuzzer")
  return()
endif()

add_custom_target(fuzzers)
function(bihuan_fuzz name room)
  list(TRANSFORM ARGN PREPEND "${CMAKE_SOURCE_DIR}/src/")
  add_executable(${name}_fuzz EXCLUDE_FROM_ALL
    "${CMAKE_SOURCE_DIR}/tests/fuzz/${name}_fuzz.cpp" ${ARGN})
  target_link_libraries(${name}_fuzz PRIVATE bh_options bh_${room})
  target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name}_fuzz PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
  add_dependencies(fuzzers ${name}_fuzz)
endfunction()

bihuan_fuzz(json base)
bihuan_fuzz(expression expr)
bihuan_fuzz(csv base work/exchange/csv_reader.cpp work/exchange/csv_writer.cpp
  work/exchange/encoding.cpp work/exchange/bytes.cpp)
bihuan_fuzz(xlsx base work/exchange/xml_scanner.cpp work/exchange/sheet_number.cpp
  work/exchange/encoding.cpp work/exchange/bytes.cpp)
bihuan_fuzz(request base http/head.cpp http/headers.cpp http/request.cpp http/cookies.cpp)
