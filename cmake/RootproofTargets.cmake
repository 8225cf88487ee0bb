# Compiler settings every target of the project shares; never set globally.
add_library(rootproof_options INTERFACE)
target_compile_features(rootproof_options INTERFACE cxx_std_20)
target_compile_options(rootproof_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Werror>
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>,$<BOOL:${ROOTPROOF_SANITIZE}>>:-Wno-maybe-uninitialized>)
# g++ 12 sees overlapping copies in std::string concatenation where there are none (GCC bug 105651).
target_compile_options(rootproof_options INTERFACE $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>)
target_include_directories(rootproof_options INTERFACE "${CMAKE_SOURCE_DIR}")
if(ROOTPROOF_SANITIZE)
  target_compile_options(rootproof_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(rootproof_options INTERFACE -fsanitize=address,undefined)
endif()
if(ROOTPROOF_FUZZ)
  target_compile_options(rootproof_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(rootproof_options INTERFACE -fsanitize=address,undefined)
endif()

# The standard headers that most files include, compiled once. None that brings names along which functions of ours
# have, too: <filesystem> has std::quoted.
set(ROOTPROOF_PRECOMPILED_HEADERS
  <algorithm> <array> <cstddef> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string> <string_view>
  <utility> <variant> <vector>)

# rootproof_precompile(targets…): they take the standard headers from what the first target of all has compiled.
function(rootproof_precompile)
  # g++ 12 sees copies out of bounds where there are none once headers are precompiled.
  if(NOT ROOTPROOF_PRECOMPILE OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    return()
  endif()
  foreach(target IN LISTS ARGN)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "INTERFACE_LIBRARY")
      continue()
    endif()
    if(NOT TARGET rootproof_precompiled)
      file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/precompiled.cpp" CONTENT "")
      add_library(rootproof_precompiled OBJECT "${CMAKE_BINARY_DIR}/generated/precompiled.cpp")
      target_link_libraries(rootproof_precompiled PRIVATE rootproof_options)
      target_compile_options(rootproof_precompiled PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
      target_precompile_headers(rootproof_precompiled PRIVATE ${ROOTPROOF_PRECOMPILED_HEADERS})
    endif()
    target_precompile_headers(${target} REUSE_FROM rootproof_precompiled)
  endforeach()
endfunction()

# rootproof_library(name folder [LINK folders…] [PRIVATE_LINK packages…]): the library of the .cpp files of one folder.
# Subfolders are libraries of their own. A folder without sources yet is an interface library.
function(rootproof_library name folder)
  cmake_parse_arguments(ARG "" "" "LINK;PRIVATE_LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp")
  list(TRANSFORM ARG_LINK PREPEND rootproof_)
  if(sources)
    add_library(rootproof_${name} STATIC ${sources})
    target_link_libraries(rootproof_${name} PUBLIC ${ARG_LINK} PRIVATE rootproof_options ${ARG_PRIVATE_LINK})
    rootproof_precompile(rootproof_${name})
  else()
    add_library(rootproof_${name} INTERFACE)
    target_link_libraries(rootproof_${name} INTERFACE ${ARG_LINK})
  endif()
endfunction()

# rootproof_join_sources(targets…): their files are compiled eight at a time, which takes a third of the time where
# each of them would compile a large header-only library anew.
function(rootproof_join_sources)
  set_target_properties(${ARGN} PROPERTIES UNITY_BUILD ${ROOTPROOF_JOINED_SOURCES} UNITY_BUILD_BATCH_SIZE 8)
endfunction()

# rootproof_join_libraries(targets…): the same where everything is built from nothing. Whoever edits a file compiles that one.
function(rootproof_join_libraries)
  if(ROOTPROOF_PRECOMPILE)
    rootproof_join_sources(${ARGN})
  endif()
endfunction()

# rootproof_keep_apart(files…): they have names of their own that others have, too.
function(rootproof_keep_apart)
  set_property(SOURCE ${ARGN} PROPERTY SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# rootproof_compile_fast(targets…): with less optimisation, for code that runs once per scan or test and takes longer to
# compile than it will ever run.
function(rootproof_compile_fast)
  foreach(target IN LISTS ARGN)
    target_compile_options(${target} PRIVATE $<$<AND:$<CONFIG:Release>,$<NOT:$<BOOL:${ROOTPROOF_SANITIZE}>>>:-O1>)
  endforeach()
endfunction()

# rootproof_hot_sources(files…): the files in which the time of a scan is spent. Sanitizers, which make the build of
# everything else slower than its run, get these optimised.
function(rootproof_hot_sources)
  if(ROOTPROOF_SANITIZE)
    set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS -O1)
    # What is compiled with other settings cannot take the headers of the rest.
    set_property(SOURCE ${ARGN} PROPERTY SKIP_PRECOMPILE_HEADERS ON)
  endif()
endfunction()

# rootproof_embed(output function folder …): the JSON files of each folder as what each function of rules/embedded.h gives.
function(rootproof_embed output)
  set(text "")
  while(ARGN)
    list(POP_FRONT ARGN function folder)
    file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.json")
    list(SORT files)
    list(LENGTH files count)
    string(APPEND text "std::span<const EmbeddedFile> ${function}() {\n  static constexpr std::array<EmbeddedFile, ${count}> kFiles{{\n")
    foreach(file IN LISTS files)
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
      get_filename_component(stem "${file}" NAME_WE)
      file(READ "${file}" content)
      string(APPEND text "    {\"${stem}\", R\"json(${content})json\"},\n")
    endforeach()
    string(APPEND text "  }};\n  return kFiles;\n}\n")
  endwhile()
  file(CONFIGURE OUTPUT "${output}" CONTENT
"// Generated by CMake.
#include <array>
#include \"rules/embedded.h\"
namespace rootproof::rules {
@text@}
" @ONLY)
endfunction()

# rootproof_quotas(target json): parsers/policy/quotas.h's table from the numbers of the file.
function(rootproof_quotas target file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${file}")
  file(READ "${CMAKE_SOURCE_DIR}/${file}" quotas)
  set(numbers "")
  foreach(name service_control/characters service_control/earlier_characters service_control/policies_of_node
      resource_control/characters organization/nodes_of_path identity/managed_characters identity/inline_characters
      trust/characters)
    string(REPLACE "/" ";" path "${name}")
    string(REPLACE "/" "_" field "${name}")
    string(JSON number GET "${quotas}" ${path})
    string(APPEND numbers "      .${field} = ${number},\n")
  endforeach()
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/policy_quotas.cpp" CONTENT
"// Generated by CMake from @file@.
#include \"parsers/policy/quotas.h\"
namespace rootproof::policy {
const Quotas& quotas() {
  static constexpr Quotas kQuotas{
@numbers@  };
  return kQuotas;
}
}
" @ONLY)
  target_sources(${target} PRIVATE "${CMAKE_BINARY_DIR}/generated/policy_quotas.cpp")
endfunction()

# rootproof_rules(name folder …): every rules/<family>/rpNNN_*.cpp, and the generated table that lists them.
function(rootproof_rules name folder)
  cmake_parse_arguments(ARG "" "" "LINK;PRIVATE_LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*/rp*.cpp")
  # What the rules of a family share stands beside them.
  file(GLOB shared CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp" "${CMAKE_SOURCE_DIR}/${folder}/*/*.cpp")
  list(REMOVE_ITEM shared ${sources})
  set(declarations "")
  set(entries "")
  set(ids "")
  foreach(source IN LISTS sources)
    get_filename_component(stem "${source}" NAME_WE)
    string(REGEX MATCH "^rp[0-9]+" id "${stem}")
    list(APPEND ids "${id}")
  endforeach()
  list(SORT ids)
  foreach(id IN LISTS ids)
    string(APPEND declarations "extern const engine::Rule ${id};\n")
    string(APPEND entries "    &${id},\n")
  endforeach()
  list(LENGTH ids count)
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/rule_table.cpp" CONTENT
"// Generated by CMake from the files rules/<family>/rpNNN_*.cpp.
#include <array>
#include \"analyzer/engine/rule.h\"
namespace rootproof::rules {
@declarations@}
namespace rootproof::engine {
std::span<const Rule* const> all_rules() {
  using namespace rules;
  static constexpr std::array<const Rule*, @count@> kRules{
@entries@  };
  return kRules;
}
}
" @ONLY)
  rootproof_embed("${CMAKE_BINARY_DIR}/generated/embedded_files.cpp"
    guardrail_documents "${folder}/guardrails" data_files "${folder}/data")
  list(TRANSFORM ARG_LINK PREPEND rootproof_)
  add_library(rootproof_${name} STATIC ${sources} ${shared} "${CMAKE_BINARY_DIR}/generated/rule_table.cpp"
    "${CMAKE_BINARY_DIR}/generated/embedded_files.cpp")
  target_link_libraries(rootproof_${name} PUBLIC ${ARG_LINK} PRIVATE rootproof_options ${ARG_PRIVATE_LINK})
  rootproof_precompile(rootproof_${name})
  # Every rule has a function check() of its own.
  rootproof_keep_apart(${sources})
endfunction()
