# Files that the program carries in itself: bh_embed(TABLE ROOT patterns...) makes the table
# embedded_<table>() of <embedded/files.h>, with paths relative to ROOT.
set(bihuan_embed_dir "${CMAKE_BINARY_DIR}/generated/embedded")

function(bh_embed table root)
  set(patterns ${ARGN})
  list(TRANSFORM patterns PREPEND "${root}/")
  file(GLOB files CONFIGURE_DEPENDS LIST_DIRECTORIES false RELATIVE "${root}" ${patterns})
  list(SORT files)
  set(assembly "    .section .rodata\n")
  set(externs "")
  set(rows "")
  set(depends "")
  set(number 0)
  foreach(file IN LISTS files)
    set(symbol "bihuan_embedded_${table}_${number}")
    string(APPEND assembly
      "    .global ${symbol}\n    .global ${symbol}_end\n    .balign 16\n"
      "${symbol}:\n    .incbin \"${root}/${file}\"\n${symbol}_end:\n    .byte 0\n")
    string(APPEND externs "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
    string(APPEND rows "        {\"${file}\", bytes_of(${symbol}, ${symbol}_end)},\n")
    list(APPEND depends "${root}/${file}")
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
  set(out "${bihuan_embed_dir}/${table}")
  file(CONFIGURE OUTPUT "${out}.S" CONTENT "${assembly}" @ONLY)
  if(depends)
    set(body "    static const std::vector<EmbeddedFile> kFiles = {\n${rows}    };\n    return kFiles;\n")
  else()
    set(body "    return {};\n")
  endif()
  file(CONFIGURE OUTPUT "${out}.cpp" @ONLY CONTENT
"#include \"embedded/files.h\"
#include <vector>
extern \"C\" {
${externs}}
namespace bihuan {
namespace {
[[maybe_unused]] std::string_view bytes_of(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}
}  // namespace
std::span<const EmbeddedFile> embedded_${table}() {
${body}}
}  // namespace bihuan
")
  set_property(SOURCE "${out}.S" PROPERTY OBJECT_DEPENDS "${depends}")
  set_property(GLOBAL APPEND PROPERTY bihuan_embed_sources "${out}.S" "${out}.cpp")
endfunction()

function(bh_embed_library)
  configure_file("${CMAKE_SOURCE_DIR}/cmake/embedded_files.h.in" "${bihuan_embed_dir}/files.h" COPYONLY)
  get_property(sources GLOBAL PROPERTY bihuan_embed_sources)
  add_library(bh_embedded STATIC ${sources})
  target_include_directories(bh_embedded PUBLIC "${CMAKE_BINARY_DIR}/generated")
endfunction()
