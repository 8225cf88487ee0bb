#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/policy/questions.h"

/// How far a set of SCPs fences the root user in, and what the holes are good for.
namespace rootproof::policy {

/// A class of holes (domain.md RP302): what the root user could do through one of them.
struct HoleClass {
  std::string name;                  ///< escape, exposure, destructive, context, recovery, benign
  std::vector<std::string> actions;  ///< patterns
  std::vector<std::string> except;   ///< patterns of those that are not meant
  bool others = false;               ///< actions that no class names belong to it too
};

/// A class with one of its requests. The class "context" stands for actions that are denied under other
/// conditions: from another Region, another address, without MFA.
struct GuardrailHole {
  std::string hole_class;
  Request witness;
};

enum class CoverageKind : std::uint8_t { covered, partly, open, undecided };
[[nodiscard]] const char* to_string(CoverageKind kind);

struct Coverage {
  CoverageKind kind = CoverageKind::undecided;
  std::optional<Request> witness;    ///< what the guardrail denies and the policies do not
  std::vector<GuardrailHole> holes;  ///< at most one of each class, in the order of the classes
  std::vector<std::string> proof;
  std::vector<Closest> closest;
  std::vector<value::Reason> undecided;
};

/// Do the policies on the path deny everything the question asks for? Every witness is denied by the
/// guardrail and let through by every level of the path.
[[nodiscard]] Coverage covers(const ScpPath& path, const RootQuestion& question,
                              std::span<const HoleClass> classes);

}  // namespace rootproof::policy
