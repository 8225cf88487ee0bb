#include <algorithm>
#include <array>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/evaluation.h"
#include "analyzer/report/organization_report.h"
#include "analyzer/report/painter.h"
#include "analyzer/report/report.h"
#include "analyzer/report/terminal_text.h"

namespace rootproof::report {
namespace {

constexpr std::size_t kReasons = 5;

std::string sentence(std::string_view text) { return printable_sentence(redact(text)); }

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) columns += display_width(next_code_point(text, at));
  return columns;
}

std::string padded(std::string text, std::size_t columns) {
  const std::size_t now = width(text);
  if (now < columns) text.append(columns - now, ' ');
  return text;
}

const char* mark(GuardrailState state) {
  switch (state) {
    case GuardrailState::covered:
      return "✔ covered";
    case GuardrailState::partly:
      return "◐ partly";
    case GuardrailState::open:
      return "✘ open";
    case GuardrailState::undecided:
      return "? undecided";
    case GuardrailState::exempt:
      return "– exempt";
  }
  return "";
}

Color color_of(GuardrailState state) {
  switch (state) {
    case GuardrailState::covered:
      return Color::green;
    case GuardrailState::partly:
      return Color::yellow;
    case GuardrailState::open:
      return Color::red;
    case GuardrailState::undecided:
      return Color::cyan;
    case GuardrailState::exempt:
      return Color::dim;
  }
  return Color::dim;
}

class OrganizationTextWriter {
 public:
  OrganizationTextWriter(const OrganizationReport& report, const OrganizationTextOptions& options,
                         std::ostream& out)
      : report_(report), options_(options), paint_(options.color), out_(out) {
    for (const std::string& guardrail : report.guardrails)
      columns_.push_back(std::max(width(guardrail), kStateColumns) + 2);
  }

  void write() {
    if (!options_.quiet) {
      for (const ShownOrganization& organization : report_.organizations) {
        write_tree(organization);
        write_examples(organization);
        write_reasons(organization);
      }
      for (const std::string& assumption : report_.assumptions)
        out_ << paint_(Color::dim, "  " + sentence(assumption)) << "\n";
      if (!report_.assumptions.empty()) out_ << "\n";
    }
    write_counts();
  }

 private:
  static constexpr std::size_t kStateColumns = 11;  // "? undecided"

  void write_tree(const ShownOrganization& organization) {
    const std::vector<TreeRow> rows = tree_rows(organization, options_.everything);
    std::vector<std::string> labels;
    std::size_t longest = 0;
    for (const TreeRow& row : rows) {
      labels.push_back(branch(row) + sentence(row.label));
      longest = std::max(longest, width(labels.back()));
    }
    out_ << paint_(Color::bold, sentence(organization.unit)) << "\n\n" << std::string(longest + 2, ' ');
    for (std::size_t i = 0; i < report_.guardrails.size(); ++i)
      out_ << paint_(Color::bold, padded(report_.guardrails[i], columns_[i]));
    out_ << "attached\n";
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out_ << padded(labels[i], longest + 2);
      for (std::size_t g = 0; g < columns_.size(); ++g) {
        const GuardrailState state = rows[i].node->guardrails[g].state;
        out_ << paint_(color_of(state), padded(mark(state), columns_[g]));
      }
      out_ << paint_(Color::dim, sentence(rows[i].detail)) << "\n";
    }
    out_ << "\n";
  }

  static std::string branch(const TreeRow& row) {
    std::string text;
    for (std::size_t i = 0; i < row.last.size(); ++i) {
      const bool here = i + 1 == row.last.size();
      text += here ? (row.last[i] ? "└─ " : "├─ ") : (row.last[i] ? "   " : "│  ");
    }
    return text;
  }

  /// One request that passes in this organization, for each guardrail.
  void write_examples(const ShownOrganization& organization) {
    bool any = false;
    for (std::size_t g = 0; g < report_.guardrails.size(); ++g) {
      const ShownNode* example = nullptr;
      for (const ShownNode& node : organization.nodes) {
        if (!node.guardrails[g].witness) continue;
        if (example == nullptr || rank(node, g) > rank(*example, g)) example = &node;
      }
      if (example == nullptr) continue;
      any = true;
      const policy::Request& request = *example->guardrails[g].witness;
      out_ << "  " << paint_(Color::bold, report_.guardrails[g]) << ": " << sentence(request.action) << " by "
           << (request.principal ? sentence(request.principal->arn) : std::string("the root user"))
           << " passes in " << (example->kind == "account" ? "account " : "an account directly under ")
           << sentence(example->name) << "\n";
    }
    if (any) out_ << "\n";
  }

  /// An account that is wholly open says most.
  static int rank(const ShownNode& node, std::size_t guardrail) {
    return (node.kind == "account" ? 2 : 0) +
           (node.guardrails[guardrail].state == GuardrailState::open ? 1 : 0);
  }

  void write_reasons(const ShownOrganization& organization) {
    std::vector<std::string> reasons;
    std::set<std::string> known;
    for (const ShownNode& node : organization.nodes) {
      for (const ShownGuardrail& guardrail : node.guardrails) {
        for (const std::string& reason : guardrail.reasons) {
          if (known.insert(reason).second) reasons.push_back(reason);
        }
      }
    }
    if (reasons.empty()) return;
    out_ << "  " << paint_(Color::cyan, "undecided because of") << "\n";
    const std::size_t shown = options_.everything ? reasons.size() : std::min(reasons.size(), kReasons);
    for (std::size_t i = 0; i < shown; ++i) out_ << "    " << sentence(reasons[i]) << "\n";
    if (shown < reasons.size())
      out_ << "    and " << reasons.size() - shown << " more; --verbose shows all\n";
    out_ << "\n";
  }

  void write_counts() {
    std::size_t longest = 0;
    for (const std::string& guardrail : report_.guardrails) longest = std::max(longest, width(guardrail));
    for (std::size_t g = 0; g < report_.guardrails.size(); ++g) {
      const GuardrailCounts counts = count_accounts(report_, g);
      out_ << padded(report_.guardrails[g], longest) << "  ";
      const std::array<std::pair<std::size_t, GuardrailState>, 5> all{
          {{counts.covered, GuardrailState::covered},
           {counts.open, GuardrailState::open},
           {counts.partly, GuardrailState::partly},
           {counts.undecided, GuardrailState::undecided},
           {counts.exempt, GuardrailState::exempt}}};
      bool first = true;
      for (const auto& [count, state] : all) {
        if (count == 0) continue;
        out_ << (first ? "" : ", ")
             << paint_(color_of(state), std::to_string(count) + " " + organization::to_string(state));
        first = false;
      }
      out_ << (first ? "no accounts" : "") << "\n";
    }
  }

  const OrganizationReport& report_;
  const OrganizationTextOptions& options_;
  Painter paint_;
  std::ostream& out_;
  std::vector<std::size_t> columns_;
};

}  // namespace

void render_organization_text(const OrganizationReport& report, const OrganizationTextOptions& options,
                              std::ostream& out) {
  if (report.organizations.empty()) {
    out << "no organization, account or service control policy in these files\n";
    return;
  }
  OrganizationTextWriter(report, options, out).write();
}

}  // namespace rootproof::report
