#include <ostream>
#include <string>
#include <string_view>

#include "analyzer/report/organization_report.h"
#include "analyzer/report/report.h"
#include "analyzer/report/terminal_text.h"

namespace rootproof::report {
namespace {

/// A quoted ID of the DOT language, in which only the quotation mark is special; backslashes begin escapes in
/// labels.
std::string dot_identifier(std::string_view text) {
  std::string result = "\"";
  for (const char c : printable_sentence(redact(text))) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

const char* fill(GuardrailState state) {
  switch (state) {
    case GuardrailState::covered:
      return "#d7f0dd";
    case GuardrailState::partly:
      return "#fdeac2";
    case GuardrailState::open:
      return "#f9d2d0";
    case GuardrailState::undecided:
      return "#d6e6f7";
    case GuardrailState::exempt:
      return "#e6e6e6";
  }
  return "#ffffff";
}

/// The state that a reader must not overlook.
GuardrailState gravest(const ShownNode& node) {
  GuardrailState worst = GuardrailState::exempt;
  const auto rank = [](GuardrailState state) {
    switch (state) {
      case GuardrailState::exempt:
        return 0;
      case GuardrailState::covered:
        return 1;
      case GuardrailState::undecided:
        return 2;
      case GuardrailState::partly:
        return 3;
      case GuardrailState::open:
        return 4;
    }
    return 0;
  };
  for (const ShownGuardrail& guardrail : node.guardrails) {
    if (rank(guardrail.state) > rank(worst)) worst = guardrail.state;
  }
  return worst;
}

}  // namespace

void render_organization_dot(const OrganizationReport& report, std::ostream& out) {
  out << "digraph organization {\n  rankdir=LR;\n  node [shape=box, style=\"filled,rounded\", "
         "fontname=\"sans-serif\"];\n";
  for (std::size_t o = 0; o < report.organizations.size(); ++o) {
    const ShownOrganization& organization = report.organizations[o];
    for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
      const ShownNode& node = organization.nodes[i];
      std::string label = node.name;
      for (std::size_t g = 0; g < report.guardrails.size(); ++g)
        label += "; " + report.guardrails[g] + ": " + organization::to_string(node.guardrails[g].state);
      out << "  n" << o << "_" << i << " [label=" << dot_identifier(label) << ", fillcolor=\""
          << fill(gravest(node)) << "\"];\n";
      for (const std::size_t child : node.children)
        out << "  n" << o << "_" << i << " -> n" << o << "_" << child << ";\n";
    }
  }
  out << "}\n";
}

}  // namespace rootproof::report
