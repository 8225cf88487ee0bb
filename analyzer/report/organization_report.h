#pragma once

#include <cstddef>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/organization/guardrail_state.h"
#include "analyzer/policy/request.h"
#include "parsers/source/problem.h"
#include "parsers/source/source_file.h"
#include "parsers/source/span.h"

/// What `rootproof org` shows: organizations as trees, with what every guardrail comes to at each node.
namespace rootproof::report {

using organization::GuardrailState;

struct ShownPolicy {
  std::string id;  ///< literal id, or the address it is created at
  std::string name;
  std::string uncertain;  ///< why it may not be attached; empty when it surely is
};

/// One guardrail at one node: of an account, or of an account placed directly under any other node.
struct ShownGuardrail {
  GuardrailState state = GuardrailState::undecided;
  std::optional<policy::Request> witness;  ///< open and partly: what passes
  std::vector<std::string> reasons;        ///< undecided: why
  std::vector<std::string> proof;          ///< covered
};

struct ShownNode {
  std::string id;
  std::string name;
  std::string kind;  ///< "root", "ou", "account"
  source::Span span;
  std::vector<ShownPolicy> policies;
  std::vector<ShownGuardrail> guardrails;  ///< in the order of OrganizationReport::guardrails
  std::vector<std::size_t> children;       ///< indices into ShownOrganization::nodes
  std::string parent_unknown;  ///< why it is not known where it hangs; it is then shown under the root
};

struct ShownOrganization {
  std::string unit;
  std::vector<ShownNode> nodes;  ///< node 0 is the root
};

struct GuardrailCounts {
  std::size_t covered = 0;
  std::size_t open = 0;
  std::size_t partly = 0;
  std::size_t undecided = 0;
  std::size_t exempt = 0;
};

/// What a guardrail's file says of it, for people.
struct ShownDefinition {
  std::string severity;
  std::string summary;   ///< may be empty
  std::string mappings;  ///< may be empty
};

struct OrganizationReport {
  const source::SourceTable* sources = nullptr;
  std::vector<std::string> guardrails;
  std::vector<ShownDefinition> definitions;  ///< in the order of `guardrails`
  std::vector<ShownOrganization> organizations;
  std::vector<std::string> assumptions;  ///< what every answer rests on, as sentences
  source::Problems problems;             ///< of reading and evaluating
};

/// Accounts by state, of all organizations, for the guardrail with this index. Where an organization declares
/// no account, its root stands for one.
[[nodiscard]] GuardrailCounts count_accounts(const OrganizationReport& report, std::size_t guardrail);

/// One line of the tree as it is drawn: a node, or several that are folded into one.
struct TreeRow {
  std::size_t depth = 0;
  std::vector<bool> last;  ///< for each level down to this row: whether nothing follows beside it
  std::string label;
  std::string detail;               ///< policies, why it is placed here
  const ShownNode* node = nullptr;  ///< whose states are shown; nullptr: no states
  std::string kind;
};

/// The tree row by row. Unless `everything` is asked for, subtrees in which all is the same and covered are
/// one row, and so are the ninth and later accounts of a node that agree in all states.
[[nodiscard]] std::vector<TreeRow> tree_rows(const ShownOrganization& organization, bool everything);

struct OrganizationTextOptions {
  bool color = false;
  bool everything = false;  ///< nothing is folded, every reason and proof is shown
  bool quiet = false;       ///< the counts only
};

void render_organization_text(const OrganizationReport& report, const OrganizationTextOptions& options,
                              std::ostream& out);
void render_organization_json(const OrganizationReport& report, std::ostream& out);
/// Graphviz.
void render_organization_dot(const OrganizationReport& report, std::ostream& out);
/// A picture that needs no other file.
void render_organization_svg(const OrganizationReport& report, bool everything, std::ostream& out);
/// The picture, the counts and the reasons as one page that needs no other file.
void render_organization_html(const OrganizationReport& report, bool everything, std::ostream& out);

}  // namespace rootproof::report
