#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "analyzer/report/json_stream.h"
#include "analyzer/report/organization_report.h"
#include "analyzer/report/report.h"
#include "analyzer/report/request_json.h"

namespace rootproof::report {
namespace {

using Json = nlohmann::ordered_json;

std::string shown(const std::string& text) { return redact(text); }

Json texts(const std::vector<std::string>& all) {
  Json list = Json::array();
  for (const std::string& text : all) list.push_back(shown(text));
  return list;
}

class OrganizationJsonWriter {
 public:
  OrganizationJsonWriter(const OrganizationReport& report, std::ostream& out)
      : report_(report), stream_(out) {}

  void write() {
    stream_.open('{');
    stream_.key("roots");
    stream_.open('[');
    for (const ShownOrganization& organization : report_.organizations) write_node(organization, 0);
    stream_.close();
    stream_.member("summary", summary());
    stream_.member("guardrails", definitions());
    stream_.member("assumptions", texts(report_.assumptions));
    stream_.close();
  }

 private:
  // An organization is no deeper than limits::kOrganizationDepth.
  void write_node(const ShownOrganization& organization, std::size_t index) {
    const ShownNode& node = organization.nodes[index];
    stream_.open('{');
    stream_.member("id", shown(node.id));
    stream_.member("name", shown(node.name));
    stream_.member("kind", node.kind);
    if (index == 0) stream_.member("unit", shown(organization.unit));
    write_place(node);
    if (!node.parent_unknown.empty()) stream_.member("parent_unknown", shown(node.parent_unknown));
    stream_.member("policies", policies(node));
    Json states = Json::object();
    for (std::size_t g = 0; g < report_.guardrails.size(); ++g)
      states[report_.guardrails[g]] = organization::to_string(node.guardrails[g].state);
    stream_.member("guardrails", states);
    Json details = Json::object();
    for (std::size_t g = 0; g < report_.guardrails.size(); ++g) {
      Json detail = detail_of(node.guardrails[g]);
      if (!detail.empty()) details[report_.guardrails[g]] = std::move(detail);
    }
    stream_.member("details", details);
    stream_.key("children");
    stream_.open('[');
    for (const std::size_t child : node.children) write_node(organization, child);
    stream_.close();
    stream_.close();
  }

  void write_place(const ShownNode& node) {
    if (node.span.empty() || report_.sources == nullptr) return;
    const source::SourceFile& file = report_.sources->file(node.span.file);
    stream_.member("file", shown(file.path()));
    stream_.member("line", file.location(node.span.begin).line);
  }

  static Json policies(const ShownNode& node) {
    Json list = Json::array();
    for (const ShownPolicy& policy : node.policies) {
      Json entry = {{"id", shown(policy.id)}, {"name", shown(policy.name)}};
      if (!policy.uncertain.empty()) entry["uncertain"] = shown(policy.uncertain);
      list.push_back(std::move(entry));
    }
    return list;
  }

  static Json detail_of(const ShownGuardrail& guardrail) {
    Json detail = Json::object();
    if (guardrail.witness) detail["witness"] = request_json(*guardrail.witness);
    if (!guardrail.reasons.empty()) detail["reasons"] = texts(guardrail.reasons);
    if (!guardrail.proof.empty()) detail["proof"] = texts(guardrail.proof);
    return detail;
  }

  Json definitions() const {
    Json all = Json::object();
    for (std::size_t g = 0; g < report_.definitions.size(); ++g) {
      const ShownDefinition& definition = report_.definitions[g];
      Json entry = {{"severity", definition.severity}};
      if (!definition.summary.empty()) entry["summary"] = shown(definition.summary);
      if (!definition.mappings.empty()) entry["mappings"] = shown(definition.mappings);
      all[report_.guardrails[g]] = std::move(entry);
    }
    return all;
  }

  Json summary() const {
    Json all = Json::object();
    for (std::size_t g = 0; g < report_.guardrails.size(); ++g) {
      const GuardrailCounts counts = count_accounts(report_, g);
      all[report_.guardrails[g]] = {{"covered", counts.covered},
                                    {"open", counts.open},
                                    {"partly", counts.partly},
                                    {"undecided", counts.undecided},
                                    {"exempt", counts.exempt}};
    }
    return all;
  }

  const OrganizationReport& report_;
  JsonStream stream_;
};

}  // namespace

void render_organization_json(const OrganizationReport& report, std::ostream& out) {
  OrganizationJsonWriter(report, out).write();
  out << "\n";
}

}  // namespace rootproof::report
