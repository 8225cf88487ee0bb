#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/source/span.h"
#include "parsers/value/owner_count.h"

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

/// Detail of the step, a function's, that marks a value as secret (parsers/value/secret.h).
inline constexpr std::string_view kSecretMark = "sensitive()";

/// The chain from the use of a value back to the text it comes from. Immutable, shared, cheap to copy.
class Origin {
 public:
  Origin() : node_(nullptr) {}
  explicit Origin(const OriginStep& step) : Origin(step, Origin()) {}
  Origin(const OriginStep& step, Origin from)
      : Origin(of(step.kind, step.span, step.detail, std::move(from))) {}
  /// The same without a text to be copied twice.
  static Origin of(OriginKind kind, source::Span span, std::string_view detail, Origin from = Origin());
  Origin(const Origin& other) : node_(other.node_) {
    if (node_ != nullptr) node_->owners.add();
  }
  Origin(Origin&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Origin& operator=(Origin other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Origin() {
    if (node_ != nullptr && node_->owners.drop()) destroy(node_);
  }

  [[nodiscard]] bool empty() const { return node_ == nullptr; }
  /// Where the value is written or computed nearest to its use.
  [[nodiscard]] source::Span span() const { return node_ == nullptr ? source::Span{} : node_->span; }
  [[nodiscard]] std::optional<OriginStep> step() const;
  /// All steps, use first, source last. At most 64: longer chains are cut in the middle of nowhere
  /// interesting. The nearest mark of a secret is kept on top of that.
  [[nodiscard]] std::vector<OriginStep> chain() const;
  /// Where the mark of a secret stands that is nearest to the use, however long the chain is.
  [[nodiscard]] std::optional<source::Span> secret_mark() const;
  /// Its end, where the value comes from.
  [[nodiscard]] std::optional<OriginStep> source() const;

 private:
  /// The characters of the detail stand behind it.
  struct Node {
    OwnerCount owners;
    source::Span span;
    const Node* from;  ///< owned
    std::uint32_t detail_size;
    OriginKind kind;

    [[nodiscard]] bool is_secret_mark() const;
    [[nodiscard]] OriginStep step() const;
  };
  static void destroy(const Node* node);

  const Node* node_;
};

[[nodiscard]] const char* to_string(OriginKind kind);

}  // namespace rootproof::value
