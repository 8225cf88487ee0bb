// The organization's tree as rows to draw, for the formats that people look at.
#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/report/organization_report.h"

namespace rootproof::report {
namespace {

/// Accounts of one node that agree in everything are shown one by one up to here.
constexpr std::size_t kAlikeAccounts = 8;

bool same_states(const ShownNode& left, const ShownNode& right) {
  return std::equal(left.guardrails.begin(), left.guardrails.end(), right.guardrails.begin(),
                    right.guardrails.end(),
                    [](const ShownGuardrail& a, const ShownGuardrail& b) { return a.state == b.state; });
}

bool all_covered(const ShownNode& node) {
  return !node.guardrails.empty() &&
         std::all_of(node.guardrails.begin(), node.guardrails.end(), [](const ShownGuardrail& guardrail) {
           return guardrail.state == GuardrailState::covered;
         });
}

std::string counted(std::size_t count, const char* thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string policies_of(const ShownNode& node) {
  std::string text;
  for (const ShownPolicy& policy : node.policies) {
    text += (text.empty() ? "" : ", ") + policy.name + (policy.uncertain.empty() ? "" : "?");
  }
  return text;
}

class Rows {
 public:
  Rows(const ShownOrganization& organization, bool everything)
      : organization_(organization), everything_(everything) {}

  std::vector<TreeRow> rows() {
    if (!organization_.nodes.empty()) add(0, {});
    return std::move(rows_);
  }

 private:
  struct Size {
    std::size_t units = 0;
    std::size_t accounts = 0;
    bool covered = true;
  };

  const ShownNode& node(std::size_t index) const { return organization_.nodes[index]; }

  // An organization is no deeper than limits::kOrganizationDepth.
  Size size_below(std::size_t index) const {
    Size size;
    size.covered = all_covered(node(index));
    for (const std::size_t child : node(index).children) {
      const Size below = size_below(child);
      size.units += below.units + (node(child).kind == "ou" ? 1 : 0);
      size.accounts += below.accounts + (node(child).kind == "account" ? 1 : 0);
      size.covered = size.covered && below.covered;
    }
    return size;
  }

  void add(std::size_t index, const std::vector<bool>& last) {
    const ShownNode& shown = node(index);
    TreeRow row{last.size(), last, shown.name, policies_of(shown), &shown, shown.kind};
    if (!shown.parent_unknown.empty())
      row.detail += (row.detail.empty() ? "" : "; ") + std::string("where it hangs is not known");
    const Size size = size_below(index);
    const bool folded = !everything_ && index != 0 && !shown.children.empty() && size.covered;
    if (folded) {
      row.label += " (";
      if (size.units > 0) row.label += counted(size.units, "unit") + ", ";
      row.label += counted(size.accounts, "account") + ")";
    }
    rows_.push_back(std::move(row));
    if (!folded) add_children(shown, last);
  }

  void add_children(const ShownNode& parent, const std::vector<bool>& last) {
    // Accounts that agree are grouped by the first of them; units come in their order.
    std::vector<std::pair<std::size_t, std::size_t>> shown;  // child, accounts folded into its row
    std::vector<std::pair<const ShownNode*, std::size_t>> alike;
    std::vector<std::pair<const ShownNode*, std::size_t>> folded;
    for (const std::size_t child : parent.children) {
      const ShownNode& candidate = node(child);
      if (!everything_ && candidate.kind == "account" && candidate.policies.empty() &&
          candidate.parent_unknown.empty()) {
        const auto found = std::find_if(alike.begin(), alike.end(), [&](const auto& group) {
          return same_states(*group.first, candidate);
        });
        if (found == alike.end()) {
          alike.emplace_back(&candidate, 1);
        } else if (++found->second > kAlikeAccounts) {
          const auto group = std::find_if(folded.begin(), folded.end(),
                                          [&](const auto& entry) { return entry.first == found->first; });
          if (group == folded.end())
            folded.emplace_back(found->first, 1);
          else
            ++group->second;
          continue;
        }
      }
      shown.emplace_back(child, 0);
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
      std::vector<bool> path = last;
      path.push_back(i + 1 == shown.size() && folded.empty());
      add(shown[i].first, path);
    }
    for (std::size_t i = 0; i < folded.size(); ++i) {
      std::vector<bool> path = last;
      path.push_back(i + 1 == folded.size());
      const std::size_t depth = path.size();
      rows_.push_back(
          {depth, std::move(path),
           "… and " + counted(folded[i].second, "more account") + " like " + folded[i].first->name, "",
           folded[i].first, "account"});
    }
  }

  const ShownOrganization& organization_;
  bool everything_;
  std::vector<TreeRow> rows_;
};

}  // namespace

GuardrailCounts count_accounts(const OrganizationReport& report, std::size_t guardrail) {
  GuardrailCounts counts;
  const auto count = [&](const ShownNode& node) {
    switch (node.guardrails[guardrail].state) {
      case GuardrailState::covered:
        ++counts.covered;
        return;
      case GuardrailState::partly:
        ++counts.partly;
        return;
      case GuardrailState::open:
        ++counts.open;
        return;
      case GuardrailState::undecided:
        ++counts.undecided;
        return;
      case GuardrailState::exempt:
        ++counts.exempt;
        return;
    }
  };
  for (const ShownOrganization& organization : report.organizations) {
    bool members = false;
    for (const ShownNode& node : organization.nodes) {
      if (node.kind != "account") continue;
      count(node);
      members = members || node.guardrails[guardrail].state != GuardrailState::exempt;
    }
    if (!members && !organization.nodes.empty()) count(organization.nodes[0]);
  }
  return counts;
}

std::vector<TreeRow> tree_rows(const ShownOrganization& organization, bool everything) {
  return Rows(organization, everything).rows();
}

}  // namespace rootproof::report
