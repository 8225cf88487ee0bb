#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "parsers/policy/json_text.h"
#include "parsers/policy/located_text.h"
#include "parsers/source/limits.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/script_places.h"
#include "rules/root_credentials/shell_commands.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// AKIA (long-term) or ASIA (temporary) and 16 capitals or digits (IAM User Guide, "IAM identifiers").
bool is_access_key_id(std::string_view text) {
  if (text.size() != 20 || (text.substr(0, 4) != "AKIA" && text.substr(0, 4) != "ASIA")) return false;
  return std::all_of(text.begin() + 4, text.end(), [](char c) { return is_upper(c) || is_digit(c); });
}

/// The id of a key that does not expire. AKIAXXXXXXXXXXXXXXXX is none: somebody is to fill it in.
bool is_long_term_key_id(std::string_view text) {
  if (!is_access_key_id(text) || !text.starts_with("AKIA")) return false;
  constexpr std::size_t kFewestCharacters = 4;
  return std::set<char>(text.begin() + 4, text.end()).size() >= kFewestCharacters;
}

/// Forty characters of base 64. Pure hexadecimal is a SHA-1 digest or a commit id.
bool is_secret_shaped(std::string_view text) {
  if (text.size() != 40) return false;
  bool only_hexadecimal = true;
  for (const char c : text) {
    if (!is_digit(c) && !is_lower(c) && !is_upper(c) && c != '/' && c != '+' && c != '=') return false;
    only_hexadecimal = only_hexadecimal && (is_digit(c) || (c >= 'a' && c <= 'f'));
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
  const NamedText* long_term = nullptr;  ///< a key id, of a key that does not expire
  const NamedText* secret = nullptr;
};

/// In a set of free names a secret counts when a key id stands beside it, or when its name calls it a secret.
Secrets find_secrets(const std::vector<NamedText>& texts) {
  Secrets found;
  for (const NamedText& named : texts) {
    if (!named.text.text || is_documentation_example(*named.text.text)) continue;
    if (is_access_key_id(*named.text.text) && found.key_id == nullptr) found.key_id = &named;
    if (is_long_term_key_id(*named.text.text) && found.long_term == nullptr) found.long_term = &named;
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

/// Where a key stands, and in what.
struct KeyPlace {
  std::string name;
  source::Span place;
  value::Guard guard;
  value::Origin origin;
};

KeyPlace place_of_key(std::string name, const PossibleText& text) {
  return {std::move(name), place_of(*text.value), text.guard, text.value->origin()};
}

void report_literal(const engine::Rule& rule, const Resource& resource, KeyPlace key,
                    engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), key.place);
  finding.message = key.name + " of " + resource.address + " holds a literal AWS secret access key" +
                    under(finding, key.guard) + ". " + std::string(kWhoseKey);
  finding.severity = engine::Severity::critical;
  finding.quotes_secret = key.place != resource.span;
  finding.origin = std::move(key.origin);
  finding.fix = engine::Fix{
      "delete this key in IAM, since it is public to everyone who can read the file, and let "
      "the deployment assume a role",
      {}};
  finding.identity = std::move(key.name);
  findings.push_back(std::move(finding));
}

/// The id alone opens nothing, but says that a key is in use which does not expire.
void report_key_id(const engine::Rule& rule, const Resource& resource, KeyPlace key,
                   engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), key.place);
  finding.message = key.name + " of " + resource.address + " holds the id of a long-term access key" +
                    under(finding, key.guard) + ": a key that does not expire is in use. " +
                    std::string(kWhoseKey);
  finding.severity = engine::Severity::low;
  finding.origin = std::move(key.origin);
  finding.fix = engine::Fix{"let the workload assume a role, and delete the key in IAM", {}};
  finding.identity = std::move(key.name);
  findings.push_back(std::move(finding));
}

void report_profile(const engine::Rule& rule, const Resource& resource, const NamedText& profile,
                    engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), place_of(*profile.text.value));
  finding.message = profile.name + " of " + resource.address + " is \"" + *profile.text.text + "\"" +
                    under(finding, profile.text.guard) +
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
                    (unknown.name == "secret_key" ? " holds a literal key" : " names root credentials") +
                    " depends on " + depends_on(finding.answer.reasons);
  if (unknown.name != "secret_key") finding.severity = engine::Severity::high;
  finding.origin = unknown.text.value->origin();
  finding.identity = unknown.name;
  findings.push_back(std::move(finding));
}

/// Whether a text is the example of the documentation, of a key id or of a secret: AKIAIOSFODNN7EXAMPLE,
/// wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY.
bool is_example_key(const NamedText& key) {
  const std::optional<std::string>& text = key.text.text;
  return text && is_documentation_example(*text) && (is_access_key_id(*text) || is_secret_shaped(*text));
}

void report_safe(const engine::Rule& rule, const Resource& resource, bool shows_example,
                 engine::Findings& findings) {
  const std::string no_key =
      shows_example ? "no literal key but the example of AWS's documentation, which opens nothing"
                    : "no literal key";
  policy::Answer answer = safe(no_key + ", and no profile or credentials file that is called root");
  if (resource.type == "backend.s3")
    answer.proof.emplace_back("what `terraform init -backend-config` adds to it holds none either");
  engine::Finding finding = engine::make_finding(rule, resource, std::move(answer), resource.span);
  finding.message =
      resource.address + " holds " + no_key + (shows_example ? "," : "") + " and names no root credentials";
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

/// Whether an address, with that of the modules around it, is one of an attribute of an access key.
bool is_of_access_key(std::string_view address) {
  constexpr std::string_view kModule = "module.";
  while (address.starts_with(kModule)) {
    const std::size_t name = address.find('.', kModule.size());
    if (name == std::string_view::npos) return false;
    address.remove_prefix(name + 1);
  }
  return address.starts_with("aws_iam_access_key.");
}

/// Whether a text is of a key that Terraform makes for a user of IAM: nobody has written it, and it is none
/// of the root user.
bool is_made_for_user(const NamedText& named) {
  const auto reasons = named.text.value->reasons();
  return !reasons.empty() && std::all_of(reasons.begin(), reasons.end(), [](const value::Reason& reason) {
    return reason.kind == value::ReasonKind::resource_attribute && is_of_access_key(reason.detail);
  });
}

/// STS tokens have some hundred characters; what is shorter is a placeholder.
constexpr std::size_t kSessionTokenSize = 100;

void report_token(const engine::Rule& rule, const Resource& resource, const NamedText& token,
                  engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), place_of(*token.text.value));
  finding.message = token.name + " of " + resource.address + " holds a literal AWS session token" +
                    under(finding, token.text.guard) +
                    ". A static check cannot tell whose session it is; one of the account root user would be "
                    "the worst case";
  finding.severity = engine::Severity::high;
  finding.quotes_secret = true;
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
      if (is_open(secret) && !is_made_for_user(secret)) open.push_back(&secret);
      continue;
    }
    if (secret.text.text->empty() || is_documentation_example(*secret.text.text)) continue;
    if (literal_key || is_secret_shaped(*secret.text.text)) {
      report_literal(rule, resource, place_of_key(secret.name, secret.text), findings);
    }
  }
  if (findings.size() == before)
    for (const NamedText& key : keys)
      if (key.text.text && is_long_term_key_id(*key.text.text) && !is_documentation_example(*key.text.text))
        report_key_id(rule, resource, place_of_key(key.name, key.text), findings);
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
  for (const NamedText& token : texts_of("token", resource.property("token")))
    if (token.text.text && token.text.text->size() >= kSessionTokenSize &&
        !is_documentation_example(*token.text.text))
      report_token(rule, resource, token, findings);
  const bool more_than_ids =
      std::any_of(findings.begin() + static_cast<std::ptrdiff_t>(before), findings.end(),
                  [](const engine::Finding& finding) { return finding.severity != engine::Severity::low; });
  // The state of another configuration is read with the same credentials as everything, most of the time:
  // that they are not known is said of the provider.
  const bool remote_state = resource.address.find("data.terraform_remote_state.") != std::string::npos;
  if (more_than_ids || remote_state) return;
  if (!open.empty()) return report_unknown(rule, resource, *open.front(), findings);
  const bool shows_example = std::any_of(keys.begin(), keys.end(), is_example_key) ||
                             std::any_of(secrets.begin(), secrets.end(), is_example_key);
  if (findings.size() == before) report_safe(rule, resource, shows_example, findings);
}

/// A member under the name that CloudFormation gives it, or ECS itself, whose JSON Terraform takes.
const Value* member(const Value& map, std::string_view name) {
  const Value* found = map.find(name);
  return found != nullptr ? found : map.find(lower_case(name));
}

/// Environment variables as a list of Name and Value.
void add_entries(const Value& list, std::vector<NamedText>& texts) {
  for (const Value& entry : value::known_part(list)) {
    const Value* name = member(entry, "Name");
    const auto known = name == nullptr ? std::nullopt : name->as_text();
    for (NamedText& text : texts_of(known.value_or("Environment"), member(entry, "Value"))) {
      texts.push_back(std::move(text));
    }
  }
}

/// Environment variables of a Lambda function (a map), or of ECS containers (lists of Name and Value), with
/// all ways they may turn out. What the texts point to is owned by `read`.
struct Environment {
  std::vector<NamedText> texts;
  bool whole = true;  ///< false where some container or variable is not known
  std::vector<Value> read = {};
};

void add_variables(const NestedValue& variables, Environment& found) {
  const std::size_t before = found.texts.size();
  found.read.push_back(variables.value);
  if (variables.value.is(Value::Kind::map)) {
    for (const value::Member& member : variables.value.members())
      for (NamedText& text : texts_of(member.key, &member.value)) found.texts.push_back(std::move(text));
  } else {
    if (variables.value.is(Value::Kind::string)) {
      std::variant<Value, policy::JsonTextError> json = policy::read_json_text(variables.value);
      if (auto* value = std::get_if<Value>(&json)) found.read.back() = std::move(*value);
    }
    const Value& containers = found.read.back();
    found.whole = found.whole && containers.is(Value::Kind::list);
    for (const Value& container : value::known_part(containers)) {
      const Value* list = member(container, "Environment");
      if (list == nullptr) continue;
      found.whole = found.whole && list->is(Value::Kind::list);
      add_entries(*list, found.texts);
    }
  }
  for (std::size_t i = before; i < found.texts.size(); ++i)
    found.texts[i].text.guard = variables.guard & found.texts[i].text.guard;
}

Environment environment(const Resource& resource) {
  Environment found;
  std::string path(neutral_property(resource.type, "environment_variables"));
  // values_at() enters lists by itself.
  for (std::size_t mark = path.find("[]"); mark != std::string::npos; mark = path.find("[]"))
    path.erase(mark, 2);
  if (path.empty()) return found;
  for (const NestedValue& variables : values_at(resource.properties, path)) add_variables(variables, found);
  return found;
}

/// Whether the texts give a key away, or its id.
bool report_keys(const engine::Rule& rule, const Resource& resource, std::string_view what,
                 const std::vector<NamedText>& texts, engine::Findings& findings) {
  const Secrets found = find_secrets(texts);
  const auto place = [&](const NamedText& named) {
    return place_of_key(std::string(what) + named.name, named.text);
  };
  if (found.secret != nullptr)
    report_literal(rule, resource, place(*found.secret), findings);
  else if (found.long_term != nullptr)
    report_key_id(rule, resource, place(*found.long_term), findings);
  return found.secret != nullptr || found.key_id != nullptr;
}

constexpr std::string_view kVariable = "environment variable ";

void check_environment(const engine::Rule& rule, const Resource& resource, engine::Findings& findings) {
  const Environment read = environment(resource);
  if (report_keys(rule, resource, kVariable, read.texts, findings)) return;
  if (!read.texts.empty() && read.whole)
    report_safe(rule, resource, std::any_of(read.texts.begin(), read.texts.end(), is_example_key), findings);
}

/// A property of a type.
struct TypedPath {
  std::string_view type;
  std::string_view path;
};
constexpr TypedPath kBuildVariables[] = {
    {"AWS::CodeBuild::Project", "Environment.EnvironmentVariables"},
    {"aws_codebuild_project", "environment.environment_variable"},
    {"awscc_codebuild_project", "environment.environment_variables"},
};
/// Settings of what runs code: environment variables, arguments, documents, texts of secrets.
constexpr TypedPath kSettings[] = {
    {"AWS::AppRunner::Service", "SourceConfiguration"},
    {"AWS::Batch::JobDefinition", "ContainerProperties.Environment"},
    {"AWS::ElasticBeanstalk::ConfigurationTemplate", "OptionSettings"},
    {"AWS::ElasticBeanstalk::Environment", "OptionSettings"},
    {"AWS::Glue::Job", "DefaultArguments"},
    {"AWS::SSM::Document", "Content"},
    {"AWS::SecretsManager::Secret", "SecretString"},
    {"aws_apprunner_service", "source_configuration"},
    {"aws_batch_job_definition", "container_properties"},
    {"aws_elastic_beanstalk_configuration_template", "setting"},
    {"aws_elastic_beanstalk_environment", "setting"},
    {"aws_glue_job", "default_arguments"},
    {"aws_secretsmanager_secret_version", "secret_string"},
    {"aws_ssm_document", "content"},
};
constexpr TypedPath kParameterTexts[] = {
    {"AWS::SSM::Parameter", "Value"},
    {"aws_ssm_parameter", "insecure_value"},
    {"aws_ssm_parameter", "value"},
    {"awscc_ssm_parameter", "value"},
};

void check_build(const engine::Rule& rule, const Resource& resource, std::string_view path,
                 engine::Findings& findings) {
  const std::vector<NestedValue> lists = values_at(resource.properties, path);
  std::vector<NamedText> texts;
  for (const NestedValue& list : lists) add_entries(list.value, texts);
  report_keys(rule, resource, kVariable, texts, findings);
}

/// Credentials of cfn-init, by the name under which files ask for them.
void check_authentication(const engine::Rule& rule, const Resource& resource, engine::Findings& findings) {
  if (!resource.properties.is(Value::Kind::map)) return;
  for (const value::Member& entry : resource.properties.members()) {
    std::vector<NamedText> texts;
    for (const char* name : {"accessKeyId", "secretKey"})
      for (NamedText& text : texts_of(entry.key + "." + name, entry.value.find(name)))
        texts.push_back(std::move(text));
    report_keys(rule, resource, {}, texts, findings);
  }
}

/// A piece of a longer text that may be a key or its id.
struct Word {
  std::size_t begin = 0;
  std::string_view text;
};

std::vector<Word> words_of(std::string_view text) {
  const auto inside = [](char c) {
    return is_lower(c) || is_upper(c) || is_digit(c) || c == '/' || c == '+';
  };
  std::vector<Word> words;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    std::size_t end = begin;
    while (end < text.size() && inside(text[end])) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    const bool key = is_access_key_id(word) || is_secret_shaped(word);
    if (key && !is_documentation_example(word)) words.push_back({begin, word});
    begin = end;
  }
  return words;
}

/// Bytes between a key and its id in one text.
constexpr std::size_t kBeside = 300;

/// Whether a word has all that forty random characters of base 64 have.
bool is_mixed(std::string_view word) {
  return std::any_of(word.begin(), word.end(), is_lower) && std::any_of(word.begin(), word.end(), is_upper) &&
         std::any_of(word.begin(), word.end(), is_digit);
}

/// "secret_access_key", "SecretKey"; other secrets of forty characters have other names.
bool calls_secret_key(std::string_view name) {
  const std::string lower = lower_case(name);
  return lower.find("secret") != std::string::npos && lower.find("key") != std::string::npos;
}

/// What stands before a word in its line.
std::string_view name_before(std::string_view text, const Word& word) {
  const std::string_view before = text.substr(0, word.begin);
  return before.substr(before.find_last_of('\n') + 1);
}

/// A script, a document: like a set of texts, of which names stand before them in the same line.
void check_text(const engine::Rule& rule, const Resource& resource, const std::string& name,
                const PossibleText& possible, bool may_be_encoded, engine::Findings& findings) {
  if (!possible.value->is(Value::Kind::string)) return;
  const policy::LocatedText located(*possible.value);
  const std::optional<std::string> decoded =
      may_be_encoded && !located.text().empty() ? decoded_user_data(located.text()) : std::nullopt;
  const std::string_view text = decoded ? std::string_view(*decoded) : located.text();
  const std::vector<Word> words = words_of(text);
  const auto beside_id = [&](const Word& secret) {
    return std::any_of(words.begin(), words.end(), [&](const Word& word) {
      const std::size_t apart = std::max(word.begin, secret.begin) - std::min(word.begin, secret.begin);
      return is_access_key_id(word.text) && apart <= kBeside;
    });
  };
  const Word* secret = nullptr;
  const Word* long_term = nullptr;
  for (const Word& word : words) {
    const bool is_secret =
        is_secret_shaped(word.text) && is_mixed(word.text) &&
        (beside_id(word) || calls_secret_key(name) || calls_secret_key(name_before(text, word)));
    if (is_secret && secret == nullptr) secret = &word;
    if (is_long_term_key_id(word.text) && long_term == nullptr) long_term = &word;
  }
  const Word* found = secret != nullptr ? secret : long_term;
  if (found == nullptr) return;
  KeyPlace key = place_of_key(name, possible);
  // What is shown of the file must not be a secret that nobody recognises.
  key.place = decoded ? resource.span : located.span(found->begin, found->begin + found->text.size());
  if (key.place.empty()) key.place = resource.span;
  if (secret != nullptr)
    report_literal(rule, resource, std::move(key), findings);
  else
    report_key_id(rule, resource, std::move(key), findings);
}

void check_texts(const engine::Rule& rule, const Resource& resource, std::string_view path,
                 const std::string& name, bool may_be_encoded, engine::Findings& findings) {
  for (const NestedValue& found : values_at(resource.properties, path))
    for (PossibleText& text : std::vector<PossibleText>(possible_texts(found.value))) {
      text.guard = found.guard & text.guard;
      check_text(rule, resource, name, text, may_be_encoded, findings);
    }
}

/// The name of a parameter says what it holds: "/app/secret_access_key".
std::string parameter_name(const Resource& parameter, std::string_view path) {
  const Value* name = member(parameter.properties, "Name");
  const std::optional<std::string> text = name == nullptr ? std::nullopt : name->as_text();
  return text ? std::string(path) + " (" + *text + ")" : std::string(path);
}

/// All texts of a value that may be a document in JSON, under the names that stand beside them. `read` owns
/// what they point to.
class SettingTexts {
 public:
  explicit SettingTexts(const NestedValue& setting) {
    read_ = setting.value;
    if (read_.is(Value::Kind::string)) {
      std::variant<Value, policy::JsonTextError> json = policy::read_json_text(read_);
      if (auto* value = std::get_if<Value>(&json); value != nullptr && !value->is(Value::Kind::string))
        read_ = std::move(*value);
    }
    visit({}, read_, setting.guard);
  }
  SettingTexts(const SettingTexts&) = delete;
  SettingTexts& operator=(const SettingTexts&) = delete;
  ~SettingTexts() = default;

  [[nodiscard]] const std::vector<NamedText>& texts() const { return texts_; }

 private:
  /// `{Name: …, Value: …}` names what it holds; so do options of Elastic Beanstalk.
  static const Value* given_name(const Value& map) {
    for (const char* name : {"Name", "OptionName"})
      if (const Value* found = member(map, name); found != nullptr && found->as_text()) return found;
    return nullptr;
  }

  void visit(const std::string& name, const Value& value, const value::Guard& guard) {
    if (texts_.size() >= limits::kInstances) return;
    if (value.is(Value::Kind::one_of)) {
      for (const value::Alternative& way : value.alternatives()) visit(name, way.value, guard & way.guard);
    } else if (value.is(Value::Kind::map)) {
      const Value* own = given_name(value);
      const Value* held = own == nullptr ? nullptr : member(value, "Value");
      if (held != nullptr) return visit(*own->as_text(), *held, guard);
      for (const value::Member& each : value.members()) visit(each.key, each.value, guard);
    } else if (value.is(Value::Kind::list) || !value.known_items().empty()) {
      for (const Value& item : value::known_part(value)) visit(name, item, guard);
    } else if (value.is(Value::Kind::string)) {
      texts_.push_back({name, {value.as_text(), &value, guard}});
    }
  }

  Value read_;
  std::vector<NamedText> texts_;
};

/// Texts that stand together, each of them a key, or a script or document with one inside.
void check_settings(const engine::Rule& rule, const Resource& resource, std::string_view path,
                    engine::Findings& findings) {
  for (const NestedValue& found : values_at(resource.properties, path)) {
    const SettingTexts setting(found);
    const std::size_t before = findings.size();
    if (report_keys(rule, resource, {}, setting.texts(), findings)) return;
    for (const NamedText& text : setting.texts()) {
      check_text(rule, resource, text.name.empty() ? std::string(path) : text.name, text.text, false,
                 findings);
      if (findings.size() != before) return;
    }
  }
}

constexpr std::string_view kProfileOption = "--profile";

/// The profile that an assignment to a variable of the AWS CLI chooses; empty for all else.
std::string_view assigned_profile(std::string_view word) {
  for (const std::string_view variable : {"AWS_PROFILE=", "AWS_DEFAULT_PROFILE="}) {
    if (!word.starts_with(variable)) continue;
    word.remove_prefix(variable.size());
    const bool quoted =
        word.size() >= 2 && (word.front() == '"' || word.front() == '\'') && word.back() == word.front();
    return quoted ? word.substr(1, word.size() - 2) : word;
  }
  return {};
}

/// `AWS_PROFILE=root` among the assignments in front of a command.
std::string_view profile_before(std::string_view script, const ShellCommand& command) {
  std::string_view before = script.substr(0, std::min(command.offset, script.size()));
  while (!before.empty()) {
    const std::size_t end = before.find_last_not_of(" \t");
    if (end == std::string_view::npos) break;
    before = before.substr(0, end + 1);
    const std::size_t space = before.find_last_of(" \t\n;&|(");
    const std::string_view word = space == std::string_view::npos ? before : before.substr(space + 1);
    if (word.find('=') == std::string_view::npos) break;
    if (const std::string_view profile = assigned_profile(word); !profile.empty()) return profile;
    before.remove_suffix(word.size());
  }
  return {};
}

/// How a command chooses a profile, and which.
struct ChosenProfile {
  std::string_view by;
  std::string name;
};

/// `aws --profile root`, `AWS_PROFILE=root aws`, `export AWS_PROFILE=root`, of a command that a machine of
/// whoever deploys runs.
std::optional<ChosenProfile> root_profile_in(std::string_view script) {
  for (const ShellCommand& command : read_shell_commands(script)) {
    if (command.words.empty()) continue;
    if (command.words.front().text == "export")
      for (const ShellWord& word : command.words)
        if (const std::string_view name = assigned_profile(word.text); is_root_profile(name))
          return ChosenProfile{"AWS_PROFILE", std::string(name)};
    if (file_stem(command.words.front().text) != "aws") continue;
    if (const std::string_view name = profile_before(script, command); is_root_profile(name))
      return ChosenProfile{"AWS_PROFILE", std::string(name)};
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      std::string_view word = command.words[i].text;
      if (!word.starts_with(kProfileOption)) continue;
      word.remove_prefix(kProfileOption.size());
      const bool next = word.empty() && i + 1 < command.words.size();
      const std::string_view name =
          next ? std::string_view(command.words[i + 1].text) : word.substr(word.empty() ? 0 : 1);
      if (is_root_profile(name)) return ChosenProfile{kProfileOption, std::string(name)};
    }
  }
  return std::nullopt;
}

/// What runs where Terraform runs, or on a machine it has made: commands and their environment.
void check_provisioners(const engine::Rule& rule, const Resource& resource, engine::Findings& findings) {
  for (const NestedValue& provisioner : values_at(resource.properties, "provisioner")) {
    for (const NestedValue& variables : values_at(provisioner.value, "environment")) {
      const SettingTexts environment({variables.value, provisioner.guard & variables.guard});
      report_keys(rule, resource, kVariable, environment.texts(), findings);
      for (const NamedText& text : environment.texts())
        if (text.text.text && (text.name == "AWS_PROFILE" || text.name == "AWS_DEFAULT_PROFILE") &&
            is_root_profile(*text.text.text))
          report_profile(rule, resource, text, findings);
    }
    for (const char* path : {"command", "inline"}) {
      for (const NestedValue& command : values_at(provisioner.value, path)) {
        for (PossibleText& text : std::vector<PossibleText>(possible_texts(command.value))) {
          text.guard = provisioner.guard & command.guard & text.guard;
          check_text(rule, resource, path, text, false, findings);
          const std::optional<ChosenProfile> profile =
              text.text ? root_profile_in(*text.text) : std::optional<ChosenProfile>();
          if (!profile) continue;
          PossibleText named = text;
          named.text = profile->name;
          report_profile(rule, resource, {std::string(profile->by), named}, findings);
        }
      }
    }
  }
}

/// What a function or topic of the user's own makes: its properties are what that is told.
bool is_custom(std::string_view type) {
  return type.starts_with("Custom::") || type == "AWS::CloudFormation::CustomResource";
}

/// Keys in what is no block of a client and no function: of these only what is found is said.
void check_elsewhere(const engine::Rule& rule, const Resource& resource, engine::Findings& findings) {
  for (const TypedPath& place : kBuildVariables)
    if (resource.type == place.type) check_build(rule, resource, place.path, findings);
  for (const ScriptPlace& place : script_places())
    if (resource.type == place.type)
      check_texts(rule, resource, place.path, std::string(place.path), place.kind == ScriptKind::user_data,
                  findings);
  for (const TypedPath& place : kParameterTexts)
    if (resource.type == place.type)
      check_texts(rule, resource, place.path, parameter_name(resource, place.path), false, findings);
  for (const TypedPath& place : kSettings)
    if (resource.type == place.type) check_settings(rule, resource, place.path, findings);
  if (resource.type == "AWS::CloudFormation::Authentication") check_authentication(rule, resource, findings);
  if (resource.type == "AWS::CloudFormation::Init" || is_custom(resource.type))
    check_settings(rule, resource, {}, findings);
  if (resource.language == Language::terraform) check_provisioners(rule, resource, findings);
}

/// Texts of one name each that stand together: a key id in one, its secret in another. `what` says of what
/// they are.
void check_together(const engine::Rule& rule, const std::vector<const Resource*>& owners,
                    std::string_view property, const std::string& what, engine::Findings& findings) {
  std::vector<NamedText> texts;
  std::vector<const Resource*> of;
  for (const Resource* owner : owners) {
    const std::size_t dot = owner->address.rfind('.');
    const std::string name = dot == std::string::npos ? owner->address : owner->address.substr(dot + 1);
    const Value* written = owner->properties.find(property);
    if (written == nullptr) continue;
    for (NamedText& text : texts_of(name, written)) {
      texts.push_back(std::move(text));
      of.push_back(owner);
    }
    if (!written->is(Value::Kind::map)) continue;
    for (const value::Member& member : written->members())
      for (NamedText& text : texts_of(name + "." + member.key, &member.value)) {
        texts.push_back(std::move(text));
        of.push_back(owner);
      }
  }
  const Secrets found = find_secrets(texts);
  const NamedText* named = found.secret != nullptr ? found.secret : found.long_term;
  if (named == nullptr) return;
  const Resource& owner = *of[static_cast<std::size_t>(named - texts.data())];
  KeyPlace key = place_of_key(what + named->name, named->text);
  if (found.secret != nullptr)
    report_literal(rule, owner, std::move(key), findings);
  else
    report_key_id(rule, owner, std::move(key), findings);
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
Looks at Terraform `provider` blocks of `hashicorp/aws` and `hashicorp/awscc` under whatever local name, `backend "s3"` blocks and remote state in S3 (`access_key`, `secret_key`, `token`,
`profile`, credentials files), at defaults of CloudFormation parameters, at outputs of Terraform, at environment variables of Lambda functions, ECS tasks, CodeBuild projects, Batch jobs, App Runner services and
Elastic Beanstalk environments, at arguments of Glue jobs, at user data of instances (in base 64, too), build specifications and code written into functions, at provisioners (commands and
their environment), at `AWS::CloudFormation::Authentication`, `AWS::CloudFormation::Init` and custom resources, at documents and parameters of Systems Manager and at secrets of Secrets Manager.

- **violation, critical**: a literal secret access key, next to a literal access key id or under a name that calls it a
  secret.
- **violation, low**: the id of a long-term access key (`AKIA…`) without its secret. It opens nothing, but says that somebody uses a key that does not expire.
- **violation, high**: a profile or credentials file called `root`, `…-root` or `root-…`, or a literal session token.
- **safe**: a role, OpenID Connect, values that are passed in at run time, a key that Terraform makes for a user of IAM, the example keys of the AWS documentation.
- **undecided**: the value comes from a variable without a value or from a file.
- Of remote states, builds, jobs, scripts, provisioners, metadata for cfn-init, documents, secrets and parameters only what is found is reported. What `terraform init -backend-config` adds to a backend
  is not seen: a proof for a backend says that it rests on that.

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

/// Defaults of all parameters of one template, and outputs of one root module.
struct Together {
  std::vector<const Resource*> parameters;
  std::vector<const Resource*> outputs;
};

void check(const engine::Facts& facts, engine::Findings& findings) {
  std::map<std::string_view, Together> units;
  for (const Resource& resource : facts.resources) {
    if (resource.kind == ResourceKind::template_parameter) {
      units[resource.unit].parameters.push_back(&resource);
    } else if (resource.type == "output") {
      units[resource.unit].outputs.push_back(&resource);
    } else if (resource.type == "provider.aws" || resource.type == "provider.awscc" ||
               resource.type == "backend.s3") {
      check_client(rp103, resource, findings);
    } else if (resource.kind == ResourceKind::compute_environment) {
      check_environment(rp103, resource, findings);
    } else {
      check_elsewhere(rp103, resource, findings);
    }
  }
  for (const auto& [unit, together] : units) {
    check_together(rp103, together.parameters, "Default", "the default of parameter ", findings);
    check_together(rp103, together.outputs, "value", "output ", findings);
  }
}

}  // namespace
}  // namespace rootproof::rules
