#pragma once

#include <string_view>

/// What the reports say about the program that made them.
namespace rootproof::report {

inline constexpr std::string_view kToolName = "rootproof";
inline constexpr std::string_view kToolVersion = "0.1.0";  ///< a test holds it against CMakeLists.txt
inline constexpr std::string_view kToolUri = "https://github.com/rootproof/rootproof";

}  // namespace rootproof::report
