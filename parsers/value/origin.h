#pragma once

#include <memory>
#include <string>
#include <vector>

#include "parsers/source/span.h"

namespace rootproof::value {

/// How a value came to stand where it is used.
enum class OriginKind : std::uint8_t {
  literal,           ///< written here
  variable_default,  ///< default of a Terraform variable or CloudFormation parameter
  variable_file,     ///< .tfvars or parameter file
  command_line,      ///< --var, --parameter
  local,             ///< Terraform local
  module_argument,   ///< argument of a module call
  module_output,     ///< output of a module
  reference,         ///< Ref, GetAtt, resource attribute
  function,          ///< result of a function or Intrinsic
  data_source,       ///< Terraform data source evaluated here
  condition,         ///< chosen by a condition
  file,              ///< content of a file read by file(), templatefile(), AWS::Include
};

struct OriginStep {
  OriginKind kind = OriginKind::literal;
  source::Span span;
  std::string detail;  ///< name for the message: "local.partner", "parameter PartnerAccount"
};

/// The chain from the use of a value back to the text it comes from. Immutable, shared, cheap to copy.
class Origin {
 public:
  Origin() = default;
  explicit Origin(OriginStep step, Origin from = {});

  [[nodiscard]] bool empty() const { return node_ == nullptr; }
  /// Where the value is written or computed nearest to its use.
  [[nodiscard]] source::Span span() const;
  [[nodiscard]] const OriginStep* step() const;
  /// The next step back; empty at the source.
  [[nodiscard]] Origin from() const;
  /// All steps, use first, source last. At most 64: longer chains are cut in the middle of nowhere
  /// interesting.
  [[nodiscard]] std::vector<OriginStep> chain() const;

 private:
  struct Node;
  std::shared_ptr<const Node> node_;
};

[[nodiscard]] const char* to_string(OriginKind kind);

}  // namespace rootproof::value
