# How every room is compiled: language, warnings, optimisation, sanitizers, ccache, linker.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# A library of one room is compiled without waiting for the libraries of the rooms below.
set(CMAKE_OPTIMIZE_DEPENDENCIES ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Dev or Sanitize" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEV "-O0 -g1")
set(CMAKE_C_FLAGS_DEV "-O2 -g1")
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_C_FLAGS_SANITIZE "-O2 -g1 -fno-omit-frame-pointer")

find_program(BIHUAN_CCACHE ccache)
if(BIHUAN_CCACHE)
  # Sloppiness: precompiled headers; base_dir and no hash_dir: build folders share results.
  set(CMAKE_CXX_COMPILER_LAUNCHER /usr/bin/env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 ${BIHUAN_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()

find_program(BIHUAN_MOLD mold)
if(BIHUAN_MOLD AND NOT BIHUAN_SANITIZE)
  add_link_options(-fuse-ld=mold)
endif()

# Warnings are for our own code; third-party sources do not link this target.
add_library(bh_options INTERFACE)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # For the fuzzers alone; what is worth a warning is decided by g++.
  target_compile_options(bh_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-w -pthread>)
else()
target_compile_options(bh_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wshadow -Wconversion -Werror>
  # g++ 12 reports these where there is nothing (its optimiser loses track inside std::string,
  # std::variant and coroutines), so they warn without ending the build.
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict -Wno-error=maybe-uninitialized -Wno-error=array-bounds
    -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=free-nonheap-object>
  # Everywhere, so that the precompiled header fits every room.
  $<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess -pthread>)
endif()
target_include_directories(bh_options INTERFACE "${CMAKE_SOURCE_DIR}/src")

if(BIHUAN_SANITIZE)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${BIHUAN_SANITIZE}>
    $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize-recover=all>)
  if(BIHUAN_SANITIZE MATCHES "thread")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-tsan>)  # Asio's fences, unseen by it
  endif()
  add_link_options(-fsanitize=${BIHUAN_SANITIZE})
endif()
