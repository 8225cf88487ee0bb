// `rootproof policy explain`: the meaning of policies, statement by statement.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/cli/policy_answers.h"
#include "analyzer/cli/policy_files.h"
#include "analyzer/policy/sentences.h"
#include "analyzer/report/report.h"

namespace rootproof::cli {

int run_explain(const std::vector<std::string>& policies, const AnswerFormat& format) {
  using Json = nlohmann::ordered_json;
  PolicyFiles files;
  for (const std::string& path : policies)
    if (const std::string error = files.load(path, PolicyKind::unknown); !error.empty()) return fail(error);
  Json list = Json::array();
  std::string text;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const policy::PolicyDocument& document = files.documents()[i];
    Json statements = Json::array();
    if (policies.size() > 1) text += report::redact(policies[i]) + "\n";
    const std::vector<policy::StatementSentences> explained = policy::explain_statements(document);
    for (std::size_t j = 0; j < explained.size(); ++j) {
      const policy::StatementSentences& sentences = explained[j];
      Json remarks = Json::array();
      text += report::redact(sentences.heading) + ": " + report::redact(sentences.meaning) + "\n";
      for (const std::string& remark : sentences.remarks) {
        remarks.push_back(report::redact(remark));
        text += "  " + report::redact(remark) + "\n";
      }
      statements.push_back(
          {{"statement", j},
           {"sid", document.statements[j].sid.empty() ? Json(nullptr) : Json(document.statements[j].sid)},
           {"meaning", report::redact(sentences.meaning)},
           {"remarks", std::move(remarks)}});
    }
    list.push_back({{"policy", policies[i]}, {"statements", std::move(statements)}});
  }
  Json whole = {{"policies", std::move(list)}};
  const std::string out =
      format.json() ? whole.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" : text;
  const std::string error = write_output("-", out);
  return error.empty() ? kExitFine : fail(error);
}

}  // namespace rootproof::cli
