#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "analyzer/policy/scalars.h"
#include "parsers/policy/json_text.h"
#include "parsers/policy/located_text.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/script_places.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// AKIA (long-term) or ASIA (temporary) and 16 letters or digits of base 32 (IAM User Guide, "IAM
/// identifiers").
bool is_access_key_id(std::string_view text) {
  if (text.size() != 20 || (text.substr(0, 4) != "AKIA" && text.substr(0, 4) != "ASIA")) return false;
  return std::all_of(text.begin() + 4, text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7'); });
}

/// Forty characters of base 64. Pure hexadecimal is a SHA-1 digest or a commit id.
bool is_secret_shaped(std::string_view text) {
  if (text.size() != 40) return false;
  bool only_hexadecimal = true;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!digit && !letter && c != '/' && c != '+' && c != '=') return false;
    only_hexadecimal = only_hexadecimal && (digit || (c >= 'a' && c <= 'f'));
  }
  return !only_hexadecimal;
}

/// AWS writes its documentation with keys that say so: AKIAIOSFODNN7EXAMPLE.
bool is_documentation_example(std::string_view text) {
  return lower_case(text).find("example") != std::string::npos;
}

/// "root", "acme-root", "root-admin": a word of its own at the beginning or end of the name.
bool is_root_profile(std::string_view name) {
  const std::string lower = lower_case(name);
  for (const std::string_view separator : {"-", "_"}) {
    if (lower.compare(0, 5, "root" + std::string(separator)) == 0) return true;
    if (ends_with(lower, std::string(separator) + "root")) return true;
  }
  return lower == "root";
}

/// "root" for "~/.aws/root.ini"; the directory /root says nothing.
std::string file_stem(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return std::string(name.substr(0, name.find('.')));
}

struct NamedText {
  std::string name;
  PossibleText text;
};

std::vector<NamedText> texts_of(const std::string& name, const Value* value) {
  std::vector<NamedText> named;
  if (value == nullptr) return named;
  for (PossibleText& text : std::vector<PossibleText>(possible_texts(*value))) {
    named.push_back({name, std::move(text)});
  }
  return named;
}

/// What a set of values that stand together gives away.
struct Secrets {
  const NamedText* key_id = nullptr;
  const NamedText* secret = nullptr;
};

/// In a set of free names a secret counts when a key id stands beside it, or when its name calls it a secret.
Secrets find_secrets(const std::vector<NamedText>& texts) {
  Secrets found;
  for (const NamedText& named : texts) {
    if (!named.text.text || is_documentation_example(*named.text.text)) continue;
    if (is_access_key_id(*named.text.text) && found.key_id == nullptr) found.key_id = &named;
    if (is_secret_shaped(*named.text.text) && found.secret == nullptr) found.secret = &named;
  }
  if (found.secret != nullptr && found.key_id == nullptr &&
      lower_case(found.secret->name).find("secret") == std::string::npos) {
    found.secret = nullptr;
  }
  return found;
}

constexpr std::string_view kWhoseKey =
    "A static check cannot tell whose key it is; a key of the account root user would be the worst case";

void report_literal(const engine::Rule& rule, const Resource& resource, const NamedText& secret,
                    engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), place_of(*secret.text.value));
  finding.message = secret.name + " of " + resource.address + " holds a literal AWS secret access key" +
                    under(secret.text.guard) + ". " + std::string(kWhoseKey);
  finding.severity = engine::Severity::critical;
  finding.origin = secret.text.value->origin();
  finding.fix = engine::Fix{
      "delete this key in IAM, since it is public to everyone who can read the file, and let "
      "the deployment assume a role",
      {}};
  finding.identity = secret.name;
  findings.push_back(std::move(finding));
}

/// An id without its secret opens nothing, but says that somebody deploys a long-term key.
void report_key_id(const engine::Rule& rule, const Resource& resource, const NamedText& key,
                   engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), place_of(*key.text.value));
  finding.message = key.name + " of " + resource.address + " holds the id of a long-term access key" +
                    under(key.text.guard) + ", whose secret comes from elsewhere. " + std::string(kWhoseKey);
  finding.severity = engine::Severity::low;
  finding.origin = key.text.value->origin();
  finding.fix = engine::Fix{"let the workload use a role, and delete the key in IAM", {}};
  finding.identity = key.name;
  findings.push_back(std::move(finding));
}

/// Ids of temporary keys are of no use by the time that somebody reads them.
bool is_long_term(const NamedText& key) {
  return key.text.text && key.text.text->starts_with("AKIA") && is_access_key_id(*key.text.text) &&
         !is_documentation_example(*key.text.text);
}

void report_profile(const engine::Rule& rule, const Resource& resource, const NamedText& profile,
                    engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), place_of(*profile.text.value));
  finding.message = profile.name + " of " + resource.address + " is \"" + *profile.text.text + "\"" +
                    under(profile.text.guard) +
                    ": by its name the deployment runs with credentials of the account root user. Whether it "
                    "does cannot be told from the code";
  finding.severity = engine::Severity::high;
  finding.origin = profile.text.value->origin();
  finding.fix =
      engine::Fix{"deploy with a role (assume_role), and delete the access keys of the root user", {}};
  finding.identity = profile.name + "=" + *profile.text.text;
  findings.push_back(std::move(finding));
}

void report_unknown(const engine::Rule& rule, const Resource& resource, const NamedText& unknown,
                    engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, undecided(unknown.text.value->reasons()),
                                                 place_of(*unknown.text.value));
  finding.message = "whether " + unknown.name + " of " + resource.address +
                    " holds a literal key or names root credentials depends on " +
                    depends_on(finding.answer.reasons);
  finding.origin = unknown.text.value->origin();
  finding.identity = unknown.name;
  findings.push_back(std::move(finding));
}

void report_safe(const engine::Rule& rule, const Resource& resource, engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(
      rule, resource, safe("no literal key, and no profile or credentials file that is called root"),
      resource.span);
  finding.message = resource.address + " holds no literal key and names no root credentials";
  findings.push_back(std::move(finding));
}

/// Unknown text that may be a literal once it is known. Sensitive values are passed in at run time: that is
/// how it should be.
bool is_open(const NamedText& named) {
  if (named.text.text) return false;
  const auto reasons = named.text.value->reasons();
  return std::none_of(reasons.begin(), reasons.end(), [](const value::Reason& reason) {
    return reason.kind == value::ReasonKind::sensitive;
  });
}

/// STS tokens have some hundred characters; what is shorter is a placeholder.
constexpr std::size_t kSessionTokenSize = 100;

void report_token(const engine::Rule& rule, const Resource& resource, const NamedText& token,
                  engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), place_of(*token.text.value));
  finding.message = token.name + " of " + resource.address + " holds a literal AWS session token" +
                    under(token.text.guard) +
                    ". A static check cannot tell whose session it is; one of the account root user would be "
                    "the worst case";
  finding.severity = engine::Severity::high;
  finding.origin = token.text.value->origin();
  finding.fix = engine::Fix{"leave it to the environment or to a role; a session ends, its text stays", {}};
  finding.identity = token.name;
  findings.push_back(std::move(finding));
}

/// A provider or backend block: the fields say what they hold.
void check_client(const engine::Rule& rule, const Resource& resource, engine::Findings& findings) {
  const auto keys = texts_of("access_key", resource.property("access_key"));
  const auto secrets = texts_of("secret_key", resource.property("secret_key"));
  const bool literal_key = std::any_of(keys.begin(), keys.end(), [](const NamedText& key) {
    return key.text.text && is_access_key_id(*key.text.text) && !is_documentation_example(*key.text.text);
  });
  const std::size_t before = findings.size();
  std::vector<const NamedText*> open;
  for (const NamedText& secret : secrets) {
    if (!secret.text.text) {
      if (is_open(secret)) open.push_back(&secret);
      continue;
    }
    if (secret.text.text->empty() || is_documentation_example(*secret.text.text)) continue;
    if (literal_key || is_secret_shaped(*secret.text.text)) {
      report_literal(rule, resource, secret, findings);
    }
  }
  std::vector<NamedText> names = texts_of("profile", resource.property("profile"));
  for (const char* field : {"shared_credentials_files", "shared_credentials_file"}) {
    for (NamedText& file : texts_of(field, resource.property(field))) names.push_back(std::move(file));
  }
  for (const NamedText& name : names) {
    if (!name.text.text) {
      if (is_open(name)) open.push_back(&name);
    } else if (is_root_profile(name.name == "profile" ? *name.text.text : file_stem(*name.text.text))) {
      report_profile(rule, resource, name, findings);
    }
  }
  if (findings.size() != before) return;
  for (const NamedText& token : texts_of("token", resource.property("token")))
    if (token.text.text && token.text.text->size() >= kSessionTokenSize &&
        !is_documentation_example(*token.text.text))
      return report_token(rule, resource, token, findings);
  if (!open.empty()) return report_unknown(rule, resource, *open.front(), findings);
  const auto key = std::find_if(keys.begin(), keys.end(), is_long_term);
  if (key != keys.end()) return report_key_id(rule, resource, *key, findings);
  report_safe(rule, resource, findings);
}

/// A member under the name that CloudFormation gives it, or ECS itself, whose JSON Terraform takes.
const Value* member(const Value& map, std::string_view name) {
  const Value* found = map.find(name);
  return found != nullptr ? found : map.find(lower_case(name));
}

/// Environment variables of a Lambda function (a map), or of ECS containers (lists of Name and Value). What
/// the texts point to may be owned by `containers`.
struct Environment {
  std::vector<NamedText> texts;
  bool whole = true;  ///< false where some container or variable is not known
};

Environment environment(const Resource& resource, Value& containers) {
  Environment found;
  std::vector<NamedText>& texts = found.texts;
  const Value* variables = resource.property("environment_variables");
  if (variables == nullptr) return found;
  if (variables->is(Value::Kind::map)) {
    for (const value::Member& member : variables->members()) {
      for (NamedText& text : texts_of(member.key, &member.value)) texts.push_back(std::move(text));
    }
  }
  containers = *variables;
  if (containers.is(Value::Kind::string)) {
    std::variant<Value, policy::JsonTextError> read = policy::read_json_text(containers);
    if (auto* value = std::get_if<Value>(&read)) containers = std::move(*value);
  }
  found.whole = containers.is(Value::Kind::list) || variables->is(Value::Kind::map);
  for (const Value& container : value::known_part(containers)) {
    const Value* list = member(container, "Environment");
    if (list == nullptr) continue;
    found.whole = found.whole && list->is(Value::Kind::list);
    for (const Value& entry : value::known_part(*list)) {
      const Value* name = member(entry, "Name");
      const auto known = name == nullptr ? std::nullopt : name->as_text();
      for (NamedText& text : texts_of(known.value_or("Environment"), member(entry, "Value"))) {
        texts.push_back(std::move(text));
      }
    }
  }
  return found;
}

void check_environment(const engine::Rule& rule, const Resource& resource, engine::Findings& findings) {
  Value containers;
  const Environment read = environment(resource, containers);
  const Secrets found = find_secrets(read.texts);
  if (found.secret != nullptr) {
    NamedText named = *found.secret;
    named.name = "environment variable " + named.name;
    report_literal(rule, resource, named, findings);
    return;
  }
  const auto key = std::find_if(read.texts.begin(), read.texts.end(), is_long_term);
  if (key != read.texts.end()) {
    NamedText named = *key;
    named.name = "environment variable " + named.name;
    report_key_id(rule, resource, named, findings);
  } else if (!read.texts.empty() && read.whole) {
    report_safe(rule, resource, findings);
  }
}

/// Environment variables of CodeBuild: those of other types name a parameter or secret.
void check_build_environment(const engine::Rule& rule, const Resource& resource, engine::Findings& findings) {
  std::vector<NestedValue> variables;
  for (const char* path : {"Environment.EnvironmentVariables", "environment.environment_variable",
                           "environment.environment_variables"})
    for (NestedValue& found : values_at(resource.properties, path)) variables.push_back(std::move(found));
  std::vector<NamedText> texts;
  for (const NestedValue& found : variables) {
    const std::span<const Value> items =
        found.value.is(Value::Kind::list) ? found.value.items() : std::span<const Value>(&found.value, 1);
    for (const Value& entry : items) {
      const Value* name = member(entry, "Name");
      const Value* type = member(entry, "Type");
      if (type != nullptr && type->as_text().value_or("PLAINTEXT") != "PLAINTEXT") continue;
      const std::string known = name == nullptr ? "" : name->as_text().value_or("");
      for (NamedText& text : texts_of("environment variable " + known, member(entry, "Value")))
        texts.push_back(std::move(text));
    }
  }
  const Secrets found = find_secrets(texts);
  if (found.secret != nullptr) return report_literal(rule, resource, *found.secret, findings);
  const auto key = std::find_if(texts.begin(), texts.end(), is_long_term);
  if (key != texts.end()) report_key_id(rule, resource, *key, findings);
}

/// Where the secret of a key pair stands in a script: "AWS_SECRET_ACCESS_KEY=…" are two words.
std::optional<std::size_t> secret_of_pair(std::string_view script) {
  bool key_id = false;
  std::optional<std::size_t> secret;
  for (std::size_t begin = 0; begin < script.size();) {
    const auto belongs = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' ||
             c == '+';
    };
    std::size_t end = begin;
    while (end < script.size() && belongs(script[end])) ++end;
    const std::size_t place = begin;
    const std::string_view word = script.substr(begin, end - begin);
    begin = end + 1;
    if (is_documentation_example(word)) continue;
    key_id = key_id || is_access_key_id(word);
    // Paths are lower case, and names have no digits.
    const auto any = [&word](char first, char last) {
      return std::any_of(word.begin(), word.end(), [=](char c) { return first <= c && c <= last; });
    };
    const bool mixed = any('0', '9') && any('a', 'z') && any('A', 'Z');
    if (!secret && mixed && is_secret_shaped(word)) secret = place;
  }
  return key_id ? secret : std::nullopt;
}

/// A script that an instance, a build or a function runs, or what it is encoded in.
void check_scripts(const engine::Rule& rule, const Resource& resource, const ScriptPlace& place,
                   engine::Findings& findings) {
  for (const NestedValue& found : values_at(resource.properties, place.path))
    for (PossibleText& script : possible_texts(found.value)) {
      if (!script.text) continue;
      std::optional<std::size_t> secret = secret_of_pair(*script.text);
      source::Span span = place_of(*script.value);
      if (secret) {
        const policy::LocatedText located(*script.value);
        if (const source::Span exact = located.span(*secret, *secret + 1); !exact.empty()) span = exact;
      } else if (place.kind == ScriptKind::user_data) {
        const std::optional<std::string> decoded = policy::decode_base64(*script.text);
        if (decoded) secret = secret_of_pair(*decoded);
      }
      if (!secret) continue;
      script.guard = found.guard & script.guard;
      report_literal(rule, resource, {std::string(place.path), std::move(script)}, findings);
      findings.back().primary = span.empty() ? resource.span : span;
    }
}

/// Defaults of all parameters of one template stand together: a key id in one, its secret in another.
void check_parameters(const engine::Rule& rule, const std::vector<const Resource*>& parameters,
                      engine::Findings& findings) {
  std::vector<NamedText> texts;
  std::vector<const Resource*> owners;
  for (const Resource* parameter : parameters) {
    const std::size_t dot = parameter->address.rfind('.');
    const std::string name =
        dot == std::string::npos ? parameter->address : parameter->address.substr(dot + 1);
    for (NamedText& text : texts_of(name, parameter->property("default"))) {
      texts.push_back(std::move(text));
      owners.push_back(parameter);
    }
  }
  const Secrets found = find_secrets(texts);
  if (found.secret == nullptr) return;
  NamedText named = *found.secret;
  const Resource& owner = *owners[static_cast<std::size_t>(found.secret - texts.data())];
  named.name = "the default of parameter " + named.name;
  report_literal(rule, owner, named, findings);
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp103;
const engine::Rule rp103{
    {
        .id = "RP103",
        .name = "literal-or-root-credentials-in-provider",
        .family = "root_credentials",
        .severity = engine::Severity::critical,
        .tier = engine::Tier::default_on,
        .summary = "a literal AWS key, or a profile called root, stands in a provider, backend, parameter, "
                   "environment or script",
        .meaning = R"md(
Looks at Terraform `provider "aws"` and `backend "s3"` blocks (`access_key`, `secret_key`, `token`, `profile`, credentials files), at
defaults of CloudFormation parameters, at environment variables of Lambda functions, ECS tasks and CodeBuild projects, and at user data, build specifications and code written into functions.

- **violation, critical**: a literal secret access key, next to a literal access key id or under a name that calls it a
  secret.
- **violation, high**: a profile or credentials file called `root`, `…-root` or `root-…`, or a literal session token.
- **violation, low**: the literal id of a long-term access key (`AKIA…`) whose secret comes from elsewhere.
- **safe**: a role, OpenID Connect, values that are passed in at run time, the example keys of the AWS documentation.
- **undecided**: the value comes from a variable without a value or from a file.

Whose key it is cannot be told from its text; the rule says so in its message.
)md",
        .why = R"md(
A key in code is a key for everyone who can read the code, its history and its state files. If it belongs to the account
root user, no policy limits it. A profile called root says that somebody deploys as root every day.
)md",
        .bad = R"md(
```yaml
Parameters:
  SecretKey:
    Type: String
    Default: wJalr0000000000000000000000000000000FAKE
```
```hcl
provider "aws" {
  profile = "acme-root"
}
```
)md",
        .good = R"md(
```yaml
Parameters:
  SecretKey:
    Type: String
    NoEcho: true
```
```hcl
provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/deploy"
  }
}
```
)md",
        .fix = R"md(
Delete the key in IAM first: removing it from the file does not remove it from the history. Then let the deployment assume
a role, from the pipeline through OpenID Connect. Delete access keys of the root user; nothing needs them.
)md",
        .mappings =
            "CIS AWS 3.0 1.4 1.7, CIS AWS 5.0 1.3 1.6, CIS AWS 7.0 2.4 2.7, Security Hub IAM.4, AWS Config "
            "iam-root-access-key-check, Control Tower AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS, Prowler "
            "iam_no_root_access_key iam_avoid_root_usage, NIST 800-53 AC-2(1) AC-3(7) AC-3(15) AC-6 AC-6(2) "
            "AC-6(10), PCI DSS 3.2.1 2.1 2.2 7.2.1, ISO 27001:2022 A.5.15, AWS Well-Architected SEC01-BP02 "
            "SEC02-BP01",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  std::vector<const Resource*> parameters;
  for (const Resource& resource : facts.resources) {
    if (!parameters.empty() && resource.unit != parameters.front()->unit) {
      check_parameters(rp103, parameters, findings);
      parameters.clear();
    }
    if (resource.kind == ResourceKind::template_parameter) {
      parameters.push_back(&resource);
    } else if (resource.type == "provider.aws" || resource.type == "provider.awscc" ||
               resource.type == "backend.s3") {
      check_client(rp103, resource, findings);
    } else if (resource.kind == ResourceKind::compute_environment) {
      check_environment(rp103, resource, findings);
    }
    if (lower_case(resource.type).find("codebuild") != std::string::npos)
      check_build_environment(rp103, resource, findings);
    for (const ScriptPlace& place : script_places())
      if (resource.type == place.type) check_scripts(rp103, resource, place, findings);
  }
  if (!parameters.empty()) check_parameters(rp103, parameters, findings);
}

}  // namespace
}  // namespace rootproof::rules
