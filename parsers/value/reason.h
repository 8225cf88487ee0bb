#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "parsers/source/span.h"
#include "parsers/value/owner_count.h"

namespace rootproof::value {

/// Why something is not known. A closed list: reports count by it, and each has a sentence that says what
/// would settle it.
enum class ReasonKind : std::uint8_t {
  unknown_variable,      ///< a variable or parameter without a value
  resource_attribute,    ///< known only after the resource exists
  data_source,           ///< asks the account or the network
  unknown_import,        ///< Fn::ImportValue, remote state, SSM parameter
  dynamic_reference,     ///< {{resolve:…}}
  unresolved_file,       ///< a file outside the scanned roots, missing, or unreadable
  opaque_module,         ///< module source not on disk
  opaque_function,       ///< a function whose result depends on the machine or the time
  macro,                 ///< a CloudFormation macro or transform rewrites it
  unsupported,           ///< the language feature is not evaluated by rootproof yet
  unsupported_operator,  ///< a condition operator or policy element whose meaning AWS does not state
  external_target,       ///< an id that neither code nor export knows
  partial_organization,  ///< parts of the organization live elsewhere
  placeholder,           ///< text that another tool replaces before deployment
  sensitive,             ///< write-only or ephemeral
  cycle,                 ///< depends on itself
  parse_error,           ///< stands in a part of a file that could not be read
  invalid,               ///< the deploying tool would refuse the expression
  duplicate_key,         ///< the same key twice; which one wins is not documented
  limit,                 ///< a limit of limits.h
};

/// The name users see and count by: "unknown-variable".
[[nodiscard]] std::string_view to_string(ReasonKind kind);

/// One cause of not knowing.
struct Reason {
  ReasonKind kind = ReasonKind::unsupported;
  std::string detail;  ///< what exactly: "var.partner", "Fn::ImportValue shared-key", a limit's name
  source::Span span;   ///< where the unknown arises
};

/// A reason that copies share, for places of which there are many and that are seldom asked for it.
class SharedReason {
 public:
  SharedReason() : SharedReason(Reason()) {}
  SharedReason(Reason reason) : node_(new Node{{}, std::move(reason)}) {}
  SharedReason(ReasonKind kind, std::string detail, source::Span span)
      : SharedReason(Reason{kind, std::move(detail), span}) {}
  SharedReason(const SharedReason& other) noexcept : node_(other.node_) { node_->owners.add(); }
  /// The other one keeps it, too: there is always a reason.
  SharedReason& operator=(const SharedReason& other) {
    SharedReason copy(other);
    std::swap(node_, copy.node_);
    return *this;
  }
  ~SharedReason() {
    if (node_->owners.drop()) delete node_;
  }

  [[nodiscard]] const Reason& operator*() const { return node_->reason; }
  [[nodiscard]] const Reason* operator->() const { return &node_->reason; }
  operator const Reason&() const { return node_->reason; }

 private:
  struct Node {
    OwnerCount owners;
    Reason reason;
  };

  const Node* node_;
};

/// What a user can do so that the next run decides: "pass --var partner=…".
[[nodiscard]] std::string what_would_settle(const Reason& reason);

}  // namespace rootproof::value
