#include "parsers/terraform/computed_attributes.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "parsers/regions.h"
#include "parsers/terraform/arn.h"
#include "parsers/unit_names.h"

namespace rootproof::terraform {
namespace {

using value::Hole;
using value::HoleKind;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

/// What the id of a resource is.
enum class Id : unsigned char { other, name, arn };

/// Resources whose ARN follows from their name: arn:PARTITION:SERVICE:REGION:ACCOUNT:BEFORE NAME, as the
/// "Resource types defined by …" tables of the Service Authorization Reference give it.
struct NamedArn {
  std::string_view type;
  std::string_view name;    ///< attribute with the name
  std::string_view prefix;  ///< attribute with its beginning; empty when there is none
  std::string_view arn;     ///< attribute with the ARN
  std::string_view service;
  std::string_view before;  ///< "role/"; IAM puts `path` behind it
  Id id = Id::name;
};
constexpr NamedArn kNamedArns[] = {
    {"aws_cloudwatch_event_bus", "name", "", "arn", "events", "event-bus/"},
    {"aws_cloudwatch_log_group", "name", "name_prefix", "arn", "logs", "log-group:"},
    {"aws_dynamodb_table", "name", "", "arn", "dynamodb", "table/"},
    {"aws_ecr_repository", "name", "", "arn", "ecr", "repository/"},
    {"aws_iam_group", "name", "", "arn", "iam", "group/"},
    {"aws_iam_instance_profile", "name", "name_prefix", "arn", "iam", "instance-profile/"},
    {"aws_iam_policy", "name", "name_prefix", "arn", "iam", "policy/", Id::arn},
    {"aws_iam_role", "name", "name_prefix", "arn", "iam", "role/"},
    {"aws_iam_user", "name", "", "arn", "iam", "user/"},
    {"aws_kinesis_stream", "name", "", "arn", "kinesis", "stream/", Id::arn},
    {"aws_lambda_function", "function_name", "", "arn", "lambda", "function:"},
    {"aws_s3_bucket", "bucket", "bucket_prefix", "arn", "s3", ""},
    {"aws_sfn_state_machine", "name", "name_prefix", "arn", "states", "stateMachine:", Id::arn},
    {"aws_sns_topic", "name", "name_prefix", "arn", "sns", "", Id::arn},
    {"aws_sqs_queue", "name", "name_prefix", "arn", "sqs", "", Id::other},
    {"awscc_dynamodb_table", "table_name", "", "arn", "dynamodb", "table/"},
    {"awscc_ecr_repository", "repository_name", "", "arn", "ecr", "repository/"},
    {"awscc_iam_group", "group_name", "", "arn", "iam", "group/"},
    {"awscc_iam_managed_policy", "managed_policy_name", "", "policy_arn", "iam", "policy/", Id::arn},
    {"awscc_iam_role", "role_name", "", "arn", "iam", "role/"},
    {"awscc_iam_user", "user_name", "", "arn", "iam", "user/"},
    {"awscc_lambda_function", "function_name", "", "arn", "lambda", "function:"},
    {"awscc_s3_bucket", "bucket_name", "", "arn", "s3", ""},
    {"awscc_sns_topic", "topic_name", "", "topic_arn", "sns", "", Id::arn},
    {"awscc_sqs_queue", "queue_name", "", "arn", "sqs", "", Id::other},
};

const NamedArn* named_arn_of(std::string_view type) {
  const auto* found = std::find_if(std::begin(kNamedArns), std::end(kNamedArns),
                                   [&](const NamedArn& named) { return named.type == type; });
  return found == std::end(kNamedArns) ? nullptr : found;
}

class Computer {
 public:
  Computer(const ComputedAttribute& wanted,
           const std::function<std::optional<Value>(std::string_view)>& configured)
      : wanted_(wanted), configured_(configured) {}

  Value compute() const {
    if (wanted_.data) return data();
    if (wanted_.type == "aws_organizations_account" && wanted_.path == "id")
      return hole(HoleKind::account_id);
    if (wanted_.type == "aws_organizations_organization") {
      if (std::optional<Value> known = organization()) return *known;
    }
    if (const NamedArn* named = named_arn_of(wanted_.type)) {
      if (std::optional<Value> known = of_named(*named)) return *known;
    } else if (wanted_.type == "aws_secretsmanager_secret" &&
               (wanted_.path == "arn" || wanted_.path == "id")) {
      return secret_arn();
    }
    if (wanted_.path == "accounts" || wanted_.path == "non_master_accounts")
      return unknown(ReasonKind::resource_attribute);
    return hole(HoleKind::reference);
  }

 private:
  [[nodiscard]] std::string symbol() const { return wanted_.address + "." + wanted_.path; }
  [[nodiscard]] Origin origin() const { return Origin({OriginKind::reference, wanted_.span, symbol()}); }
  [[nodiscard]] value::Reason reason(ReasonKind kind) const { return {kind, symbol(), wanted_.span}; }
  [[nodiscard]] Value unknown(ReasonKind kind) const {
    return Value::unknown(reason(kind), value::ValueType::any, origin());
  }

  [[nodiscard]] Value hole(HoleKind kind) const { return hole(kind, symbol()); }
  [[nodiscard]] Value hole(HoleKind kind, std::string identity) const {
    const ReasonKind why = wanted_.data ? ReasonKind::data_source : ReasonKind::resource_attribute;
    return Value::string({Hole{kind, std::move(identity), reason(why), origin()}}, origin());
  }

  [[nodiscard]] Value own_account() const {
    const bool literal =
        wanted_.account.find_first_not_of("0123456789") == std::string::npos && wanted_.account.size() == 12;
    return literal ? Value::string(wanted_.account, origin()) : hole(HoleKind::account_id, wanted_.account);
  }
  [[nodiscard]] std::string_view known_partition() const {
    const std::optional<std::string> region = wanted_.region.as_string();
    return region ? partition_of_region(*region) : std::string_view();
  }
  [[nodiscard]] Value partition() const {
    const std::string_view known = known_partition();
    return known.empty() ? hole(HoleKind::partition, "partition")
                         : Value::string(std::string(known), origin());
  }
  /// Of the resource itself (provider 6 and later), or of its provider.
  [[nodiscard]] Value region() const {
    const std::optional<Value> own = given("region");
    if (own && own->is(Kind::string)) return own->with_step({OriginKind::reference, wanted_.span, symbol()});
    return wanted_.region.is(Kind::string)
               ? wanted_.region.with_step({OriginKind::reference, wanted_.span, symbol()})
               : hole(HoleKind::region, "region");
  }
  [[nodiscard]] Value url_suffix() const {
    // GovCloud too; the others have their own.
    const std::string_view known = known_partition();
    const bool common = known == "aws" || known == "aws-us-gov";
    return common ? Value::string("amazonaws.com", origin()) : hole(HoleKind::url_suffix);
  }

  [[nodiscard]] Value reversed_suffix() const {
    return url_suffix().as_string() ? Value::string("com.amazonaws", origin()) : hole(HoleKind::reference);
  }

  [[nodiscard]] Value join(const std::vector<Value>& parts) const {
    return value::concatenate(parts, origin()).value_or(hole(HoleKind::reference));
  }
  [[nodiscard]] static Value text(std::string_view written) { return Value::string(std::string(written)); }

  [[nodiscard]] std::optional<Value> given(std::string_view attribute) const {
    if (attribute.empty()) return std::nullopt;
    std::optional<Value> value = configured_(attribute);
    return value && value->is(Kind::null) ? std::nullopt : value;
  }

  /// The name that the configuration gives, or its beginning and what the provider adds.
  [[nodiscard]] std::optional<Value> own_name(const NamedArn& named) const {
    if (std::optional<Value> name = given(named.name)) return name;
    const std::optional<Value> prefix = given(named.prefix);
    if (!prefix) return std::nullopt;
    const std::string identity = wanted_.address + "." + std::string(named.name);
    return value::concatenate(std::vector<Value>{*prefix, hole(HoleKind::reference, identity)}, origin());
  }

  [[nodiscard]] std::optional<Value> of_named(const NamedArn& named) const {
    const bool id = wanted_.path == "id";
    if (wanted_.path == named.arn || (id && named.id == Id::arn)) {
      if (std::optional<Value> arn = named_arn(named)) return arn;
      return hole(HoleKind::reference, wanted_.address + "." + std::string(named.arn));
    }
    const bool name = wanted_.path == named.name || (id && named.id == Id::name);
    const bool domain = named.service == "s3" && wanted_.path.ends_with("domain_name");
    if (!name && !domain) return std::nullopt;
    const std::optional<Value> own = own_name(named);
    if (!own) return std::nullopt;
    if (name) return own->with_step({OriginKind::reference, wanted_.span, symbol()});
    if (wanted_.path == "bucket_domain_name") return join({*own, text(".s3."), url_suffix()});
    if (wanted_.path == "bucket_regional_domain_name")
      return join({*own, text(".s3."), region(), text("."), url_suffix()});
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Value> named_arn(const NamedArn& named) const {
    const std::optional<Value> name = own_name(named);
    if (!name) return std::nullopt;
    std::vector<Value> parts{text("arn:"), partition(), text(":"), text(named.service), text(":")};
    const bool is_global = named.service == "iam" || named.service == "s3";
    if (!is_global) parts.push_back(region());
    parts.push_back(text(":"));
    if (named.service != "s3") parts.push_back(own_account());
    std::string before = ":" + std::string(named.before);
    if (const std::optional<Value> path = named.service == "iam" ? given("path") : std::nullopt) {
      const std::optional<std::string> known = path->as_string();
      if (!known) return std::nullopt;
      if (known->starts_with('/')) before += known->substr(1);
    }
    parts.push_back(Value::string(std::move(before)));
    parts.push_back(*name);
    return value::concatenate(parts, origin());
  }

  /// The service adds a hyphen and six characters to the name.
  [[nodiscard]] Value secret_arn() const {
    const NamedArn named{wanted_.type, "name", "name_prefix", "arn", "secretsmanager", "secret:", Id::arn};
    const std::optional<Value> arn = named_arn(named);
    if (!arn) return hole(HoleKind::reference, wanted_.address + ".arn");
    return join({*arn, text("-"), hole(HoleKind::reference, wanted_.address + ".arn")});
  }

  /// Of an organization, whether it is managed here or asked for. It has exactly one root ("Terminology and
  /// concepts for AWS Organizations").
  [[nodiscard]] std::optional<Value> organization() const {
    if (wanted_.path == "master_account_id" || wanted_.path == "management_account_id")
      return hole(HoleKind::account_id);
    if (wanted_.path == "id" || wanted_.path == "arn" || wanted_.path.starts_with("roots["))
      return hole(HoleKind::reference);
    if (wanted_.path != "roots") return std::nullopt;
    std::vector<value::Member> root;
    for (const char* attribute : {"arn", "id", "name"})
      root.push_back(
          {attribute, wanted_.span, hole(HoleKind::reference, wanted_.address + ".roots[0]." + attribute)});
    return Value::list({Value::map(std::move(root), origin())}, origin());
  }

  // ---- data sources

  /// A unit that is asked for by its name: whoever knows the organization finds it.
  [[nodiscard]] std::optional<Value> unit_by_name() const {
    const std::optional<Value> name = given("name");
    const std::optional<std::string> text = name ? name->as_string() : std::nullopt;
    if (!text || (wanted_.path != "id" && wanted_.path != "arn")) return std::nullopt;
    return hole(HoleKind::reference, listed(wanted_.address + ".children", "name", *text));
  }

  [[nodiscard]] Value data() const {
    const std::string& type = wanted_.type;
    const std::string& path = wanted_.path;
    std::optional<Value> known;
    if (type == "aws_caller_identity") {
      if (path == "account_id" || path == "id") return own_account();
      return hole(path == "arn" ? HoleKind::reference : HoleKind::any);
    } else if (type == "aws_partition") {
      known = partition_data();
    } else if (type == "aws_region") {
      known = region_data();
    } else if (type == "aws_arn") {
      known = arn_data();
    } else if (type == "aws_service_principal") {
      known = service_principal();
    } else if (type == "aws_service") {
      known = service();
    } else if (type == "aws_iam_policy_document" && path == "version") {
      return Value::string("2012-10-17", origin());
    } else if (type == "aws_iam_session_context") {
      known = session_context();
    } else if (type == "aws_organizations_organization") {
      known = organization();
    } else if (type == "aws_organizations_organizational_unit") {
      known = unit_by_name();
    } else if (type.ends_with("_service_account") && type.starts_with("aws_")) {
      return hole(path == "id" ? HoleKind::account_id : HoleKind::reference);
    } else if (type == "aws_canonical_user_id" ||
               (type == "aws_cloudfront_origin_access_identity" && path == "iam_arn")) {
      return hole(HoleKind::reference);
    } else if ((type == "aws_iam_openid_connect_provider" || type == "aws_iam_saml_provider") &&
               (path == "arn" || path == "id")) {
      return hole(HoleKind::reference, wanted_.address + ".arn");
    } else if (type == "null_data_source" && path.starts_with("outputs")) {
      known = null_outputs();
    } else if (path == "arn" && named_arn_of(type) != nullptr) {
      // What exists already has the ARN that its name says; its path is not known.
      const NamedArn& named = *named_arn_of(type);
      known = named.service == "iam" ? identity_arn(named) : of_named(named);
    }
    return known.value_or(unknown(ReasonKind::data_source));
  }

  /// Of something in IAM that exists already. In another account than that of the default configuration the
  /// account is told apart.
  [[nodiscard]] Value identity_arn(const NamedArn& named) const {
    if (wanted_.account == value::kOwnAccount) return hole(HoleKind::reference);
    return join({text("arn:"), partition(), text(":iam::"), own_account(), text(":"), text(named.before),
                 hole(HoleKind::reference)});
  }

  /// `outputs`, `outputs.NAME` or `outputs["NAME"]`: what is given as inputs.
  [[nodiscard]] std::optional<Value> null_outputs() const {
    std::optional<Value> inputs = given("inputs");
    std::string name = wanted_.path.substr(std::string_view("outputs").size());
    if (!inputs || name.empty()) return inputs;
    name = name.starts_with('.') ? name.substr(1) : name.substr(std::min<std::size_t>(2, name.size()));
    if (name.ends_with("\"]")) name.resize(name.size() - 2);
    const Value* found = inputs->find(name);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }

  [[nodiscard]] std::optional<Value> partition_data() const {
    if (wanted_.path == "partition" || wanted_.path == "id") return partition();
    if (wanted_.path == "dns_suffix") return url_suffix();
    if (wanted_.path == "reverse_dns_prefix") return reversed_suffix();
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Value> region_data() const {
    if (wanted_.path == "endpoint" && !given("endpoint") && !given("name"))
      return join({text("ec2."), region(), text("."), url_suffix()});
    if (wanted_.path != "name" && wanted_.path != "id" && wanted_.path != "region") return std::nullopt;
    for (const char* attribute : {"name", "region"}) {
      if (std::optional<Value> asked = given(attribute)) return asked;
    }
    return given("endpoint") ? hole(HoleKind::region) : region();
  }

  [[nodiscard]] std::optional<Value> arn_data() const {
    std::optional<Value> arn = given("arn");
    if (!arn) return std::nullopt;
    if (wanted_.path == "id") return arn;
    const Value parsed = parse_arn(*arn, wanted_.span);
    if (!parsed.is(Kind::map)) return parsed;
    const Value* part = parsed.find(wanted_.path == "account" ? "account_id" : wanted_.path);
    return part == nullptr ? std::nullopt : std::optional(*part);
  }

  [[nodiscard]] std::optional<Value> service_principal() const {
    if (wanted_.path == "suffix") return url_suffix();
    const std::optional<Value> service = given("service_name");
    if (wanted_.path == "region") return region();
    if (wanted_.path == "id" && service)
      return join({*service, text("."), region(), text("."), url_suffix()});
    if (wanted_.path != "name" || !service) return std::nullopt;
    return join({*service, text("."), url_suffix()});
  }

  /// A service by its id: whether a Region has it is not known.
  [[nodiscard]] std::optional<Value> service() const {
    if (wanted_.path == "partition") return partition();
    std::optional<Value> id = given("service_id");
    if (!id) return std::nullopt;
    if (wanted_.path == "service_id") return id;
    if (wanted_.path == "region") return region();
    if (wanted_.path == "reverse_dns_prefix") return reversed_suffix();
    const bool reversed = wanted_.path == "reverse_dns_name" || wanted_.path == "id";
    if (reversed) return join({reversed_suffix(), text("."), region(), text("."), *id});
    if (wanted_.path == "dns_name") return join({*id, text("."), region(), text("."), url_suffix()});
    return std::nullopt;
  }

  /// Whoever is no assumed role is its own issuer.
  [[nodiscard]] std::optional<Value> session_context() const {
    std::optional<Value> arn = given("arn");
    const Value parsed = arn ? parse_arn(*arn, wanted_.span) : Value();
    const Value* service = parsed.find("service");
    const bool issuer = wanted_.path == "issuer_arn";
    if (service == nullptr || service->as_string() != "iam")
      return issuer ? std::optional(hole(HoleKind::reference)) : std::nullopt;
    if (issuer || wanted_.path == "id") return arn;
    return text("");
  }

  const ComputedAttribute& wanted_;
  const std::function<std::optional<Value>(std::string_view)>& configured_;
};

}  // namespace

Value computed_attribute(const ComputedAttribute& wanted,
                         const std::function<std::optional<Value>(std::string_view name)>& configured) {
  return Computer(wanted, configured).compute();
}

}  // namespace rootproof::terraform
