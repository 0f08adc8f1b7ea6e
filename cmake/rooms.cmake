# A room of src/ becomes a static library bh_<name> and a test program <name>_test, from the files
# in its folder. Rooms are declared from the lowest floor up and may link only those before them.

# One tiny target compiles the precompiled header; all rooms reuse it.
set(pch_source "${CMAKE_BINARY_DIR}/generated/pch.cpp")
file(CONFIGURE OUTPUT "${pch_source}" CONTENT "// Carries the precompiled header.\n")
add_library(bh_pch OBJECT "${pch_source}")
target_link_libraries(bh_pch PRIVATE bh_options Threads::Threads)
target_precompile_headers(bh_pch PRIVATE
  <algorithm> <array> <chrono> <cstddef> <cstdint> <functional> <map> <memory> <optional> <span>
  <string> <string_view> <unordered_map> <utility> <variant> <vector>)

set(bihuan_lower_rooms bh_embedded)  # the rooms declared so far
set(bihuan_tests "")

function(bihuan_sources out folder)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp")
  # Lists inside a room (flow/actions, types) may have a folder of their own; db/sqlite is a room.
  if(folder MATCHES "^(kernel/.+|work/.+|sales/.+|api|http)$")
    file(GLOB deeper CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${folder}/*/*.cpp")
    list(APPEND sources ${deeper})
  endif()
  # Plain values at a room's root that stand below its deeper rooms are a library of their own.
  get_property(values GLOBAL PROPERTY bihuan_values)
  list(REMOVE_ITEM sources "" ${values})
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# bihuan_values(NAME file...): files of src/, without their ending, as a room before their folder's.
function(bihuan_values name)
  set(sources "")
  set(tests "")
  foreach(stem IN LISTS ARGN)
    list(APPEND sources "${CMAKE_SOURCE_DIR}/src/${stem}.cpp")
    if(EXISTS "${CMAKE_SOURCE_DIR}/src/${stem}_test.cpp")
      list(APPEND tests "${CMAKE_SOURCE_DIR}/src/${stem}_test.cpp")
    endif()
  endforeach()
  set_property(GLOBAL APPEND PROPERTY bihuan_values ${sources} ${tests})
  bihuan_library(${name} "${sources}" "")
  bihuan_test(${name} "${tests}")
  set(bihuan_lower_rooms bh_${name} ${bihuan_lower_rooms} PARENT_SCOPE)
endfunction()

function(bihuan_library name sources libraries)
  if(sources)
    add_library(bh_${name} STATIC ${sources})
    target_link_libraries(bh_${name} PRIVATE bh_options)
    target_link_libraries(bh_${name} PUBLIC ${bihuan_lower_rooms} ${libraries})
    target_precompile_headers(bh_${name} REUSE_FROM bh_pch)
  else()
    add_library(bh_${name} INTERFACE)
    target_link_libraries(bh_${name} INTERFACE bh_options ${bihuan_lower_rooms} ${libraries})
  endif()
endfunction()

function(bihuan_test name tests)
  if(NOT tests)
    return()
  endif()
  add_executable(${name}_test ${tests})
  target_link_libraries(${name}_test PRIVATE bh_options bh_${name} GTest::gmock GTest::gtest_main)
  target_precompile_headers(${name}_test REUSE_FROM bh_pch)
  # Tests read golden files and vectors by paths relative to the checkout.
  add_test(NAME ${name} COMMAND ${name}_test WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_property(GLOBAL APPEND PROPERTY bihuan_tests ${name}_test)
endfunction()

function(bihuan_room name folder)
  bihuan_sources(sources "${folder}")
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  bihuan_library(${name} "${sources}" "${ARGN}")
  bihuan_test(${name} "${tests}")
  # Newest first: a static library must stand before those that it needs.
  set(bihuan_lower_rooms bh_${name} ${bihuan_lower_rooms} PARENT_SCOPE)
endfunction()

# The program: main.cpp and what else the folder holds, linked with every room.
function(bihuan_program name folder)
  bihuan_sources(sources "${folder}")
  set(tests ${sources})
  set(main "${CMAKE_SOURCE_DIR}/src/${folder}/main.cpp")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(REMOVE_ITEM sources "${main}")
  bihuan_library(${folder} "${sources}" "bh_web;${ARGN}")
  bihuan_test(${folder} "${tests}")
  if(EXISTS "${main}")
    add_executable(${name} "${main}")
    target_link_libraries(${name} PRIVATE bh_options bh_${folder})
    target_precompile_headers(${name} REUSE_FROM bh_pch)
    target_compile_definitions(${name} PRIVATE BIHUAN_VERSION="${PROJECT_VERSION}")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
  endif()
  get_property(all_tests GLOBAL PROPERTY bihuan_tests)
  add_custom_target(unit_tests DEPENDS ${all_tests})
  list(JOIN all_tests "\n" lines)
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/unit_tests.txt" CONTENT "${lines}\n")
endfunction()
