#include "analyzer/report/request_json.h"

#include <nlohmann/json.hpp>

#include "analyzer/report/report.h"

namespace rootproof::report {

nlohmann::ordered_json request_json(const policy::Request& request) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  if (request.principal) {
    json["principal"] = {{"type", redact(request.principal->type)},
                         {"account", request.principal->account},
                         {"arn", redact(request.principal->arn)}};
  }
  json["action"] = redact(request.action);
  json["resource"] = redact(request.resource);
  nlohmann::ordered_json context = nlohmann::ordered_json::object();
  for (const auto& [key, values] : request.context) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const std::string& value : values) list.push_back(redact(value));
    context[redact(key)] = std::move(list);
  }
  json["context"] = std::move(context);
  return json;
}

}  // namespace rootproof::report
