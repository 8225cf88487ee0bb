// The organization as a picture (SVG) and as a page around it (HTML). Neither loads anything nor runs a
// script.
#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/organization_report.h"
#include "analyzer/report/report.h"
#include "analyzer/report/terminal_text.h"
#include "analyzer/report/tool.h"

namespace rootproof::report {
namespace {

// Pixels.
constexpr std::size_t kRow = 26;
constexpr std::size_t kLevelWidth = 22;
constexpr std::size_t kMargin = 16;
constexpr std::size_t kLetter = 8;  // a wide average letter at 13 pixels
constexpr std::size_t kStateWidth = 96;
constexpr std::size_t kHeader = 58;
constexpr std::size_t kLegend = 40;
constexpr std::size_t kLongestLabel = 56;  // letters; longer names are cut, the whole stands in the tooltip
constexpr std::size_t kLongestDetail = 48;

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : printable_sentence(redact(text))) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::size_t letters(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) columns += display_width(printable(next_code_point(text, at)));
  return columns;
}

std::string shortened(std::string_view text, std::size_t longest) {
  if (letters(text) <= longest) return std::string(text);
  std::string result;
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code_point = next_code_point(text, at);
    columns += display_width(printable(code_point));
    if (columns >= longest) break;
    append_utf8(result, code_point);
  }
  return result + "…";
}

/// States are class names here; colours differ in lightness too, and every cell says its state in words.
constexpr std::string_view kStyle = R"css(
.rootproof text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.rootproof .title{font-size:15px;font-weight:600}
.rootproof .column{font-size:12px;font-weight:600}
.rootproof .detail{fill:#59636e;font-size:12px}
.rootproof .branch{stroke:#c4cbd3;stroke-width:1.2;fill:none}
.rootproof .state text{font-size:12px;text-anchor:middle}
.rootproof .covered rect{fill:#cdebd4;stroke:#4b9c61}.rootproof .covered text{fill:#10522a}
.rootproof .partly rect{fill:#fde9b8;stroke:#c08a1a}.rootproof .partly text{fill:#5f4100}
.rootproof .open rect{fill:#c62a2a;stroke:#8f1717}.rootproof .open text{fill:#ffffff;font-weight:600}
.rootproof .undecided rect{fill:#ffffff;stroke:#4a7fb5;stroke-dasharray:3 2}.rootproof .undecided text{fill:#1f4f82}
.rootproof .exempt rect{fill:#eceef0;stroke:#c4cbd3}.rootproof .exempt text{fill:#59636e}
.rootproof .background{fill:#ffffff}
)css";

class Picture {
 public:
  Picture(const OrganizationReport& report, bool everything, std::ostream& out) : report_(report), out_(out) {
    for (const ShownOrganization& organization : report.organizations) {
      trees_.push_back({&organization, tree_rows(organization, everything)});
      for (const TreeRow& row : trees_.back().rows) {
        const std::size_t label =
            row.depth * kLevelWidth + std::min(letters(row.label), kLongestLabel) * kLetter;
        label_width_ = std::max(label_width_, label);
        detail_width_ = std::max(detail_width_, std::min(letters(row.detail), kLongestDetail) * kLetter);
      }
    }
    label_width_ += 2 * kLevelWidth;
    for (const std::string& guardrail : report.guardrails)
      columns_.push_back(std::max(letters(guardrail) * kLetter, kStateWidth) + 12);
  }

  void write() {
    std::size_t width = kMargin + label_width_ + kMargin + detail_width_ + kMargin;
    for (const std::size_t column : columns_) width += column;
    std::size_t height = kMargin + kLegend;
    for (const Tree& tree : trees_) height += kHeader + tree.rows.size() * kRow + kMargin;
    out_ << R"(<svg xmlns="http://www.w3.org/2000/svg" class="rootproof" role="img" width=")" << width
         << "\" height=\"" << height << "\" viewBox=\"0 0 " << width << ' ' << height
         << "\">\n<title>Guardrails of the organization</title>\n<style>" << kStyle
         << "</style>\n<rect class=\"background\" width=\"" << width << "\" height=\"" << height << "\"/>\n";
    std::size_t y = kMargin;
    for (const Tree& tree : trees_) y = write_tree(tree, y);
    write_legend(y);
    out_ << "</svg>\n";
  }

 private:
  struct Tree {
    const ShownOrganization* organization;
    std::vector<TreeRow> rows;
  };

  void text(std::size_t x, std::size_t y, const char* style, const std::string& content) {
    out_ << "<text x=\"" << x << "\" y=\"" << y << "\"";
    if (*style != '\0') out_ << " class=\"" << style << "\"";
    out_ << ">" << content << "</text>\n";
  }

  std::size_t write_tree(const Tree& tree, std::size_t y) {
    text(kMargin, y + 16, "title", escaped(tree.organization->unit));
    std::size_t x = kMargin + label_width_;
    for (std::size_t g = 0; g < columns_.size(); ++g) {
      text(x, y + 44, "column", escaped(report_.guardrails[g]));
      x += columns_[g];
    }
    text(x + kMargin, y + 44, "column", "attached");
    y += kHeader;
    std::vector<std::size_t> ends;  // for each depth, the middle of the row that the branch comes from
    for (const TreeRow& row : tree.rows) {
      write_row(row, y, ends);
      y += kRow;
    }
    return y + kMargin;
  }

  void write_row(const TreeRow& row, std::size_t y, std::vector<std::size_t>& ends) {
    const std::size_t middle = y + kRow / 2;
    const std::size_t x = kMargin + row.depth * kLevelWidth;
    if (row.depth > 0 && row.depth <= ends.size()) {
      const std::size_t stem = x - kLevelWidth + 6;
      out_ << R"(<path class="branch" d="M)" << stem << ' ' << ends[row.depth - 1] + 8 << "V" << middle << "H"
           << x - 2 << "\"/>\n";
    }
    ends.resize(row.depth);
    ends.push_back(middle);
    out_ << "<g><title>" << escaped(row.label) << (row.detail.empty() ? "" : ": ") << escaped(row.detail)
         << "</title>\n";
    icon(row.kind, x, middle);
    text(x + 18, middle + 4, "", escaped(shortened(row.label, kLongestLabel)));
    out_ << "</g>\n";
    std::size_t column = kMargin + label_width_;
    for (std::size_t g = 0; g < columns_.size(); ++g) {
      state(row.node->guardrails[g].state, column, y);
      column += columns_[g];
    }
    if (!row.detail.empty())
      text(column + kMargin, middle + 4, "detail", escaped(shortened(row.detail, kLongestDetail)));
  }

  void icon(std::string_view kind, std::size_t x, std::size_t middle) {
    if (kind == "account") {
      out_ << "<circle cx=\"" << x + 7 << "\" cy=\"" << middle << "\" r=\"4\" fill=\"#59636e\"/>\n";
    } else if (kind == "ou") {
      out_ << "<rect x=\"" << x + 2 << "\" y=\"" << middle - 5
           << "\" width=\"10\" height=\"10\" rx=\"2\" fill=\"#8c6fc4\"/>\n";
    } else {
      out_ << "<path d=\"M" << x + 7 << ' ' << middle - 7 << "l7 7l-7 7l-7 -7z\" fill=\"#1f2328\"/>\n";
    }
  }

  void state(GuardrailState state, std::size_t x, std::size_t y) {
    out_ << "<g class=\"state " << organization::to_string(state) << "\"><rect x=\"" << x << "\" y=\""
         << y + 3 << "\" width=\"" << kStateWidth << "\" height=\"" << kRow - 6 << R"(" rx="4"/><text x=")"
         << x + kStateWidth / 2 << "\" y=\"" << y + kRow / 2 + 4 << "\">" << organization::to_string(state)
         << "</text></g>\n";
  }

  void write_legend(std::size_t y) {
    text(kMargin, y + 16, "detail",
         "◆ root   ■ organizational unit   ● account. The state of a root or unit is that of an account "
         "placed "
         "directly under it.");
  }

  const OrganizationReport& report_;
  std::ostream& out_;
  std::vector<Tree> trees_;
  std::vector<std::size_t> columns_;
  std::size_t label_width_ = 0;
  std::size_t detail_width_ = 64;
};

void write_counts(const OrganizationReport& report, std::ostream& out) {
  out << "<table><caption>Accounts by "
         "guardrail</caption><thead><tr><th>guardrail</th><th>covered</th><th>open</th>"
         "<th>partly</th><th>undecided</th><th>exempt</th></tr></thead><tbody>\n";
  for (std::size_t g = 0; g < report.guardrails.size(); ++g) {
    const GuardrailCounts counts = count_accounts(report, g);
    out << "<tr><th>" << escaped(report.guardrails[g]) << "</th><td>" << counts.covered << "</td><td>"
        << counts.open << "</td><td>" << counts.partly << "</td><td>" << counts.undecided << "</td><td>"
        << counts.exempt << "</td></tr>\n";
  }
  out << "</tbody></table>\n";
}

void write_details(const OrganizationReport& report, std::ostream& out) {
  const bool several = report.organizations.size() > 1;
  out << "<h2>What passes, and what is not known</h2>\n<table><thead><tr>"
      << (several ? "<th>organization</th>" : "")
      << "<th>node</th><th>guardrail</th><th>state</th><th>why</th></tr></thead><tbody>\n";
  for (const ShownOrganization& organization : report.organizations) {
    for (const ShownNode& node : organization.nodes) {
      for (std::size_t g = 0; g < report.guardrails.size(); ++g) {
        const ShownGuardrail& guardrail = node.guardrails[g];
        if (!guardrail.witness && guardrail.reasons.empty()) continue;
        out << "<tr>";
        if (several) out << "<td>" << escaped(organization.unit) << "</td>";
        out << "<td>" << escaped(node.name) << "</td><td>" << escaped(report.guardrails[g])
            << "</td><td class=\"" << organization::to_string(guardrail.state) << "\">"
            << organization::to_string(guardrail.state) << "</td><td>";
        if (guardrail.witness) {
          const policy::Request& request = *guardrail.witness;
          out << "<code>" << escaped(request.action) << "</code> by <code>"
              << (request.principal ? escaped(request.principal->arn) : std::string("the root user"))
              << "</code> passes";
        }
        for (std::size_t i = 0; i < guardrail.reasons.size(); ++i)
          out << (i == 0 && !guardrail.witness ? "" : "; ") << escaped(guardrail.reasons[i]);
        out << "</td></tr>\n";
      }
    }
  }
  out << "</tbody></table>\n";
}

constexpr std::string_view kPageStyle = R"css(
body{font:14px system-ui,-apple-system,"Segoe UI",sans-serif;color:#1f2328;margin:24px;max-width:1400px}
table{border-collapse:collapse;margin:12px 0}caption{text-align:left;font-weight:600;padding:4px 0}
th,td{border:1px solid #d1d9e0;padding:4px 10px;text-align:left;vertical-align:top}td{font-variant-numeric:tabular-nums}
td.open{color:#8f1717;font-weight:600}td.partly{color:#5f4100}td.undecided{color:#1f4f82}
.picture{overflow-x:auto;border:1px solid #d1d9e0}code{font-size:12px}
)css";

}  // namespace

void render_organization_svg(const OrganizationReport& report, bool everything, std::ostream& out) {
  Picture(report, everything, out).write();
}

void render_organization_html(const OrganizationReport& report, bool everything, std::ostream& out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Guardrails of the "
         "organization</title>"
         "<style>"
      << kPageStyle << "</style></head><body>\n<h1>Guardrails of the organization</h1>\n";
  write_counts(report, out);
  out << "<div class=\"picture\">\n";
  render_organization_svg(report, everything, out);
  out << "</div>\n";
  write_details(report, out);
  for (const std::string& assumption : report.assumptions) out << "<p>" << escaped(assumption) << "</p>\n";
  out << "<p>" << kToolName << " " << kToolVersion << "</p>\n</body></html>\n";
}

}  // namespace rootproof::report
