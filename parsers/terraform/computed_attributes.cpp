#include "parsers/terraform/computed_attributes.h"

#include <utility>
#include <vector>

namespace rootproof::terraform {
namespace {

using value::Hole;
using value::HoleKind;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

/// Resources whose ARN follows from their name: arn:P:SERVICE:…:PREFIX NAME.
struct NamedArn {
  std::string_view type;
  std::string_view name;    ///< attribute
  std::string_view before;  ///< service and region part
  std::string_view after;   ///< between account and name
  bool account;
};
constexpr NamedArn kNamedArns[] = {
    {"aws_iam_role", "name", ":iam::", ":role/", true},
    {"aws_iam_user", "name", ":iam::", ":user/", true},
    {"aws_iam_group", "name", ":iam::", ":group/", true},
    {"aws_iam_policy", "name", ":iam::", ":policy/", true},
    {"aws_s3_bucket", "bucket", ":s3:::", "", false},
};

class Computer {
 public:
  Computer(const ComputedAttribute& wanted,
           const std::function<std::optional<Value>(std::string_view)>& configured)
      : wanted_(wanted), configured_(configured) {}

  Value compute() const {
    if (wanted_.data) return data();
    if (wanted_.type == "aws_organizations_account" && wanted_.path == "id")
      return hole(HoleKind::account_id);
    if (wanted_.type == "aws_organizations_organization" &&
        (wanted_.path == "master_account_id" || wanted_.path == "management_account_id")) {
      return hole(HoleKind::account_id);
    }
    if (wanted_.path == "arn" || is_id_of_policy()) {
      if (std::optional<Value> arn = named_arn()) return *arn;
      return hole(HoleKind::reference, wanted_.address + ".arn");
    }
    if (wanted_.path == "id" || wanted_.path == "bucket" || wanted_.path == "name") {
      if (std::optional<Value> name = own_name())
        return name->with_step({OriginKind::reference, wanted_.span, symbol()});
    }
    if (wanted_.path == "roots" || wanted_.path == "accounts" || wanted_.path == "non_master_accounts")
      return unknown(ReasonKind::resource_attribute);
    return hole(HoleKind::reference);
  }

 private:
  /// The id of a managed policy is its ARN.
  [[nodiscard]] bool is_id_of_policy() const {
    return wanted_.type == "aws_iam_policy" && wanted_.path == "id";
  }
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
  [[nodiscard]] Value partition() const { return hole(HoleKind::partition, "partition"); }

  /// The name that the configuration gives a bucket, role, user …
  [[nodiscard]] std::optional<Value> own_name() const {
    for (const NamedArn& named : kNamedArns) {
      if (wanted_.type == named.type) return configured_(named.name);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Value> named_arn() const {
    for (const NamedArn& named : kNamedArns) {
      if (wanted_.type != named.type) continue;
      const std::optional<Value> name = configured_(named.name);
      if (!name || name->is(Kind::null)) return std::nullopt;
      std::vector<Value> parts{Value::string("arn:"), partition(), Value::string(std::string(named.before))};
      if (named.account) parts.push_back(own_account());
      std::string after(named.after);
      if (const std::optional<Value> path = named.account ? configured_("path") : std::nullopt) {
        const std::optional<std::string> text = path->as_string();
        if (!text) return std::nullopt;
        if (text->starts_with('/')) after += text->substr(1);
      }
      parts.push_back(Value::string(std::move(after)));
      parts.push_back(*name);
      return value::concatenate(parts, origin());
    }
    return std::nullopt;
  }

  [[nodiscard]] Value data() const {
    if (wanted_.type == "aws_caller_identity") {
      if (wanted_.path == "account_id" || wanted_.path == "id") return own_account();
      return hole(HoleKind::any);
    }
    if (wanted_.type == "aws_partition") {
      if (wanted_.path == "partition" || wanted_.path == "id") return partition();
      if (wanted_.path == "dns_suffix") return hole(HoleKind::url_suffix);
    }
    if (wanted_.type == "aws_region" &&
        (wanted_.path == "name" || wanted_.path == "id" || wanted_.path == "region"))
      return hole(HoleKind::region, "region");
    if (wanted_.type == "aws_organizations_organization" && wanted_.path == "master_account_id")
      return hole(HoleKind::account_id);
    if (wanted_.type == "aws_organizations_organization" &&
        (wanted_.path == "id" || wanted_.path.starts_with("roots[")))
      return hole(HoleKind::reference);
    if (wanted_.type == "aws_elb_service_account") return hole(HoleKind::reference);
    return unknown(ReasonKind::data_source);
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
