# The web UI inside the program: bh_web has embedded_web() of <embedded/web.h>. Without a web build
# (BIHUAN_WEB=OFF, or no web/package.json) the table is empty, so that C++ builds alone.
function(bh_web_library)
  configure_file("${CMAKE_SOURCE_DIR}/cmake/embedded_web.h.in" "${bihuan_embed_dir}/web.h" COPYONLY)
  set(out "${bihuan_embed_dir}/web.cpp")
  file(CONFIGURE OUTPUT "${out}" @ONLY CONTENT
"#include \"embedded/web.h\"
namespace bihuan {
std::span<const EmbeddedWebFile> embedded_web() {
    return {};
}
}  // namespace bihuan
")
  add_library(bh_web STATIC "${out}")
  target_include_directories(bh_web PUBLIC "${CMAKE_BINARY_DIR}/generated")
endfunction()
