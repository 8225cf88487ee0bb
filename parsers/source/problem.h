#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "parsers/source/span.h"

namespace rootproof::source {

/// What a Problem means for the scan. Everything but `notice` makes the scan incomplete (exit status 3).
enum class ProblemKind : std::uint8_t {
  unreadable,  ///< the file could not be opened or read
  encoding,    ///< bytes that are not text: broken UTF-8, NUL, control characters
  syntax,      ///< the grammar of the language is violated; what is whole was still analysed
  limit,       ///< a named limit of limits.h was reached
  semantic,    ///< the deploying tool would refuse this (cycle, missing reference, duplicate resource)
  notice,      ///< worth saying, nothing was lost
};

/// An error or notice about the input, with its place. Never thrown: collected and reported.
struct Problem {
  ProblemKind kind = ProblemKind::syntax;
  Span span;
  std::string message;
};

using Problems = std::vector<Problem>;

/// A value, or the Problem that prevented it. Exceptions do not cross a folder border; this does.
template <class T>
class Result {
 public:
  Result(T value) : content_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Result(Problem problem) : content_(std::move(problem)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const T& value() const { return std::get<0>(content_); }
  [[nodiscard]] T& value() { return std::get<0>(content_); }
  [[nodiscard]] const Problem& problem() const { return std::get<1>(content_); }

 private:
  std::variant<T, Problem> content_;
};

}  // namespace rootproof::source
