# bihuan_bench: the loader and the raw loops of scripts/bench. Built on demand only.
file(GLOB bench_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/bench/*.cpp")
add_executable(bihuan_bench EXCLUDE_FROM_ALL ${bench_sources})
target_include_directories(bihuan_bench PRIVATE "${CMAKE_SOURCE_DIR}/tests/bench")
target_link_libraries(bihuan_bench PRIVATE bh_options bh_app)
target_precompile_headers(bihuan_bench REUSE_FROM bh_pch)
set_target_properties(bihuan_bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
