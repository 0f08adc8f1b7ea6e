# Libraries from Debian, and SQLite from its amalgamation (scripts/setup puts it into build/).
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(GTest REQUIRED)
find_package(PkgConfig REQUIRED)
foreach(module sodium:libsodium libzip:libzip pugixml:pugixml xlsxwriter:xlsxwriter
    qrencode:libqrencode pangocairo:pangocairo cairo-pdf:cairo-pdf re2:re2)
  string(REGEX MATCH "^([^:]+):(.+)$" _ ${module})
  pkg_check_modules(${CMAKE_MATCH_1} REQUIRED IMPORTED_TARGET ${CMAKE_MATCH_2})
endforeach()

set(sqlite_dir
  "${CMAKE_SOURCE_DIR}/build/third_party/sqlite/node_modules/better-sqlite3/deps/sqlite3")
if(NOT EXISTS "${sqlite_dir}/sqlite3.c")
  message(FATAL_ERROR "The SQLite source is missing. Run scripts/setup first.")
endif()
add_library(sqlite3_amalgamation STATIC "${sqlite_dir}/sqlite3.c")
target_include_directories(sqlite3_amalgamation SYSTEM PUBLIC "${sqlite_dir}")
target_compile_options(sqlite3_amalgamation PRIVATE -w)
target_compile_definitions(sqlite3_amalgamation PRIVATE
  SQLITE_THREADSAFE=2
  SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_OMIT_SHARED_CACHE
  SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_DQS=0
  SQLITE_ENABLE_FTS5
  SQLITE_ENABLE_STAT4)
target_link_libraries(sqlite3_amalgamation PRIVATE Threads::Threads m)
if(BIHUAN_SANITIZE MATCHES "address|thread")
  # Memory and races are watched inside SQLite too; its own arithmetic is not ours to judge.
  string(REGEX MATCH "address|thread" sqlite_sanitize "${BIHUAN_SANITIZE}")
  target_compile_options(sqlite3_amalgamation PRIVATE -fsanitize=${sqlite_sanitize})
endif()

# Of PostgreSQL's client only the header: the library is loaded when a server is opened.
find_path(libpq_include libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
add_library(libpq_headers INTERFACE)
target_include_directories(libpq_headers SYSTEM INTERFACE "${libpq_include}")
