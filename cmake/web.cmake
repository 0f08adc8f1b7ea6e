# The web UI inside the program: bh_web has embedded_web() of <embedded/web.h>. Without a web build
# (BIHUAN_WEB=OFF, or no web/package.json) the table is empty, so that C++ builds alone.
# BIHUAN_WEB_DIST names a ready packed build (folder or tar archive), for machines without Node.js.

function(bh_web_packed out)
  if(IS_DIRECTORY "${BIHUAN_WEB_DIST}")
    set(packed "${BIHUAN_WEB_DIST}")
  elseif(BIHUAN_WEB_DIST)
    set(packed "${CMAKE_BINARY_DIR}/generated/web")
    file(ARCHIVE_EXTRACT INPUT "${BIHUAN_WEB_DIST}" DESTINATION "${packed}")
  else()
    set(packed "${CMAKE_SOURCE_DIR}/build/web/packed")
    file(GLOB_RECURSE inputs CONFIGURE_DEPENDS
      "${CMAKE_SOURCE_DIR}/web/src/*" "${CMAKE_SOURCE_DIR}/web/public/*"
      "${CMAKE_SOURCE_DIR}/web/*.html" "${CMAKE_SOURCE_DIR}/locale/*.json")
    list(FILTER inputs EXCLUDE REGEX "/node_modules/|\\.test\\.tsx?$")
    file(GLOB settings CONFIGURE_DEPENDS
      "${CMAKE_SOURCE_DIR}/web/*.json" "${CMAKE_SOURCE_DIR}/web/*.ts")
    add_custom_command(
      OUTPUT "${packed}/web.S" "${packed}/web.cpp"
      COMMAND "${CMAKE_SOURCE_DIR}/scripts/build-web"
      DEPENDS ${inputs} ${settings} "${CMAKE_SOURCE_DIR}/scripts/build-web"
        "${CMAKE_SOURCE_DIR}/scripts/pack-web.mjs"
      COMMENT "Building the web UI" VERBATIM)
  endif()
  set(${out} "${packed}" PARENT_SCOPE)
endfunction()

function(bh_web_library)
  configure_file("${CMAKE_SOURCE_DIR}/cmake/embedded_web.h.in" "${bihuan_embed_dir}/web.h" COPYONLY)
  if(BIHUAN_WEB_DIST OR (BIHUAN_WEB AND EXISTS "${CMAKE_SOURCE_DIR}/web/index.html"))
    bh_web_packed(packed)
    set(sources "${packed}/web.S" "${packed}/web.cpp")
    # The assembler finds the blobs beside the table.
    set_property(SOURCE "${packed}/web.S" PROPERTY COMPILE_OPTIONS "-Wa,-I,${packed}")
    # The blobs carry no names of their own content: a new table stands for new blobs.
    set_property(SOURCE "${packed}/web.S" PROPERTY OBJECT_DEPENDS "${packed}/web.cpp")
  else()
    set(sources "${bihuan_embed_dir}/web.cpp")
    file(CONFIGURE OUTPUT "${sources}" @ONLY CONTENT
"#include \"embedded/web.h\"
namespace bihuan {
std::span<const EmbeddedWebFile> embedded_web() {
    return {};
}
}  // namespace bihuan
")
  endif()
  add_library(bh_web STATIC ${sources})
  target_include_directories(bh_web PUBLIC "${CMAKE_BINARY_DIR}/generated")
endfunction()
