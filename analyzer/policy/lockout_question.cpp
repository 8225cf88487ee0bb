#include "analyzer/policy/lockout_question.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "analyzer/policy/answer_memo.h"
#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/caller_texts.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/guard_cases.h"
#include "analyzer/policy/hole_binding.h"
#include "analyzer/policy/outsider_model.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/sample_actions.h"
#include "analyzer/policy/witness.h"
#include "parsers/arn.h"
#include "parsers/policy/action_name.h"
#include "parsers/reference_type.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::Guard;
using value::GuardTerm;
using value::Hole;
using value::HoleKind;
using value::Reason;
using value::ReasonKind;
using value::StringPiece;
using value::Value;

namespace {

/// Guards of statements that are supposed to hold, one after the other, in search of a lockout.
constexpr std::size_t kSupposedGuards = 16;

/// Keys whose fixed values name somebody or something that exists once: who writes one down knows it, and
/// nobody can make it anew at will.
constexpr std::array<std::string_view, 10> kIdentifyingKeys{
    "aws:principalarn",         "aws:userid",      "aws:username",
    "aws:sourcevpce",           "aws:sourcevpc",   "aws:sourcevpcarn",
    "aws:ec2instancesourcevpc", "aws:vpceaccount", "aws:federatedprovider",
    "aws:chatbotsourcearn"};

/// Keys that say something of the account or the resource that code does not show.
constexpr std::array<std::string_view, 6> kCircumstances{"aws:principalorgid", "aws:principalorgpaths",
                                                         "aws:resourceorgid",  "aws:resourceorgpaths",
                                                         "aws:vpceorgid",      "aws:vpceorgpaths"};

/// Keys of S3 in requests about bucket policies; all others belong to other calls (Service Authorization
/// Reference, "Actions, resources, and condition keys for Amazon S3").
constexpr std::array<std::string_view, 6> kBucketPolicyKeys{
    "authtype", "resourceaccount", "signatureage", "signatureversion", "tlsversion", "x-amz-content-sha256"};

template <typename List>
bool contains(const List& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool is_bucket_service(std::string_view service) { return service == "s3" || service == "s3express"; }

std::string_view id_prefix(std::string_view key) {
  if (key == "aws:sourcevpce") return "vpce-";
  if (key == "aws:sourcevpc" || key == "aws:ec2instancesourcevpc") return "vpc-";
  return {};
}

/// "aws_s3_bucket.vault.arn", "aws_s3_bucket.vault.id" → "aws_s3_bucket.vault"; "Vault.Arn" → "Vault".
std::string referenced_resource(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return name;
  static constexpr std::array<std::string_view, 9> kNames{
      "arn", "id", "bucket", "name", "keyid", "queuename", "key_id", "roleid", "unique_id"};
  return contains(kNames, to_lower(name.substr(dot + 1))) ? name.substr(0, dot) : name;
}

/// What references refer to.
class References {
 public:
  explicit References(const LockoutQuestion& question) : question_(question) {}

  /// "aws_iam_role" of "module.ci.aws_iam_role.deployer.arn"; empty when it is not known.
  [[nodiscard]] std::string type(const Hole& hole) const {
    // What is not declared is nobody's, for all that is known.
    if (hole.reason->kind == ReasonKind::invalid) return {};
    return type(referenced_resource(name_of(hole)));
  }

  /// The same of the resource itself.
  [[nodiscard]] std::string type(const std::string& name) const {
    if (question_.types != nullptr) {
      const auto found = question_.types->find(name);
      if (found != question_.types->end()) return found->second;
    }
    return std::string(aws_type_in(name));
  }

  [[nodiscard]] bool is_identity(const Hole& hole) const { return is_role(hole) || is_user(hole); }
  /// Of a reference as it is written: "aws_iam_role.deployer.arn".
  [[nodiscard]] bool is_identity(const std::string& reference) const {
    const std::string resource = referenced_resource(reference);
    const auto kind = resource_kind(type(resource));
    return !is_elsewhere(resource) && !reference.starts_with("data.") &&
           reference.find(".data.") == std::string::npos &&
           (kind == ResourceKind::iam_role || kind == ResourceKind::iam_user);
  }
  [[nodiscard]] bool is_role(const Hole& hole) const { return is_here(hole, ResourceKind::iam_role); }
  [[nodiscard]] bool is_user(const Hole& hole) const { return is_here(hole, ResourceKind::iam_user); }

  [[nodiscard]] bool is_here(const Hole& hole, ResourceKind kind) const {
    return resource_kind(type(hole)) == kind && !is_elsewhere(referenced_resource(name_of(hole)));
  }

  /// A user or role of an account that may be another one. All instances of a block are in one account.
  [[nodiscard]] bool is_elsewhere(std::string name) const {
    if (question_.elsewhere == nullptr) return false;
    if (question_.elsewhere->count(name) != 0) return true;
    if (name.ends_with(']')) name.resize(name.rfind('['));
    name += '[';
    const auto instance = question_.elsewhere->lower_bound(name);
    return instance != question_.elsewhere->end() && instance->starts_with(name);
  }

  /// Whether the value of a condition, or a principal, comes from a resource that the key is about.
  [[nodiscard]] bool is_own(const PolicyString& text, std::string_view key) const {
    if (!text.value.is(Value::Kind::string)) return false;
    const auto pieces = text.value.pieces();
    const bool declared = std::none_of(pieces.begin(), pieces.end(), [](const StringPiece& piece) {
      const Hole* hole = std::get_if<Hole>(&piece);
      return hole != nullptr && hole->reason->kind == ReasonKind::invalid;
    });
    // The ARN that a role of the code has by its name, which may have parts that are not known.
    if (declared && key == "aws:principalarn")
      for (const value::OriginStep& step : text.value.origin().chain())
        if (step.kind == value::OriginKind::reference && is_identity(step.detail)) return true;
    if (key == "aws:userid") return is_session_of_own(pieces);
    const Hole* hole = whole_name(pieces, key == "aws:principalarn");
    if (hole == nullptr) return false;
    if (key == "aws:username") return is_user(*hole);
    if (key == "aws:principalarn") return is_identity(*hole);
    return !id_prefix(key).empty() && has_id(*hole, key);
  }

  /// The reference that all of a text is, or of an ARN of an identity all that follows the last slash; a
  /// wildcard may stand behind it. nullptr where it is a part of another name:
  /// "${aws_iam_role.x.arn}-suffix".
  [[nodiscard]] static const Hole* whole_name(std::span<const StringPiece> pieces, bool arn) {
    const auto* last = pieces.empty() ? nullptr : std::get_if<value::TextPiece>(&pieces.back());
    if (last != nullptr && last->text == "*") pieces = pieces.first(pieces.size() - 1);
    if (pieces.empty()) return nullptr;
    const Hole* hole = std::get_if<Hole>(&pieces.back());
    if (hole == nullptr || hole->kind != HoleKind::reference) return nullptr;
    const bool is_arn = to_lower(name_of(*hole)).ends_with("arn");
    if (pieces.size() == 1) return is_arn == arn ? hole : nullptr;
    const auto* before = std::get_if<value::TextPiece>(&pieces[pieces.size() - 2]);
    const bool behind_slash = before != nullptr && before->text.ends_with('/');
    return arn && !is_arn && behind_slash ? hole : nullptr;
  }

  /// "${aws_iam_role.x.unique_id}:*": sessions of a role, or a user, of the code.
  [[nodiscard]] bool is_session_of_own(std::span<const StringPiece> pieces) const {
    const Hole* hole = pieces.empty() ? nullptr : std::get_if<Hole>(&pieces.front());
    if (hole == nullptr || hole->kind != HoleKind::reference) return false;
    const auto* session = pieces.size() < 2 ? nullptr : std::get_if<value::TextPiece>(&pieces[1]);
    const bool ends = pieces.size() == 1 ||
                      (session != nullptr && (session->text.starts_with(':') || session->text == "*"));
    return ends && is_identity(*hole) && is_unique_id(*hole);
  }

  /// "Deployer.RoleId", "aws_iam_role.deployer.unique_id": its name is another text.
  [[nodiscard]] static bool is_unique_id(const Hole& hole) {
    const std::string name = to_lower(name_of(hole));
    return name.ends_with("roleid") || name.ends_with("role_id") || name.ends_with("unique_id");
  }

  /// Whether the resource's id is what requests carry under the key.
  [[nodiscard]] bool has_id(const Hole& hole, std::string_view key) const {
    const std::string of = type(hole);
    static constexpr std::array<std::string_view, 3> kEndpoints{"AWS::EC2::VPCEndpoint", "aws_vpc_endpoint",
                                                                "awscc_ec2_vpc_endpoint"};
    static constexpr std::array<std::string_view, 4> kNetworks{"AWS::EC2::VPC", "aws_vpc", "awscc_ec2_vpc",
                                                               "aws_default_vpc"};
    return key == "aws:sourcevpce" ? contains(kEndpoints, of) : contains(kNetworks, of);
  }

  [[nodiscard]] bool is_organization(const Hole& hole) const {
    return resource_kind(type(hole)) == ResourceKind::organization;
  }

 private:
  const LockoutQuestion& question_;
};

/// One reading of the document: whose account, in which partition and Region.
struct Owner {
  std::string partition;
  std::string account;
  std::string region;
  bool region_assumed = false;  ///< a usual one, which the document does not write
};

/// An ARN with its holes as wildcards: where one stands anything may.
std::string with_wildcards(const PolicyString& entry) {
  if (const std::optional<std::string> text = entry.text()) return *text;
  std::string pattern;
  if (!entry.value.is(Value::Kind::string)) return pattern;
  for (const StringPiece& piece : entry.value.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    pattern += text == nullptr ? "*" : text->text;
  }
  return pattern;
}

/// Gives holes texts that say the same about who calls, and from where.
class Binder {
 public:
  Binder(const LockoutQuestion& question, Owner owner)
      : question_(question), references_(question), owner_(std::move(owner)) {}

  PolicyDocument bind(PolicyDocument document) {
    for (Statement& statement : document.statements)
      for (Condition& condition : statement.conditions) bind_ids(condition);
    PolicyDocument bound =
        bind_holes(document, [this](const HoleUse& use) -> std::optional<std::string> { return text(use); });
    for (Statement& statement : bound.statements)
      if (statement.effect == Effect::deny) write_out_not_principal(statement);
    return bound;
  }

  [[nodiscard]] std::string arn_of(const std::string& name) const {
    std::string arn = question_.resource;
    for (const auto& [mark, text] : {std::pair{"{N}", name}, std::pair{"{R}", owner_.region}})
      if (const std::size_t place = arn.find(mark); place != std::string::npos) arn.replace(place, 3, text);
    return fill_resource(arn, owner_.partition, owner_.account);
  }

 private:
  std::string example(const Hole& hole) {
    const std::size_t number =
        numbers_.emplace(referenced_resource(name_of(hole)), numbers_.size() + 1).first->second;
    return "example-" + std::to_string(number);
  }

  /// Ids that AWS gives have a form of their own.
  void bind_ids(Condition& condition) {
    const std::string key = to_lower(condition.key);
    for (PolicyString& value : condition.values) {
      if (!value.value.is_partial()) continue;
      const Hole* first = std::get_if<Hole>(&value.value.pieces()[0]);
      if (first == nullptr || first->kind != HoleKind::reference) continue;
      const std::string number = example(*first).substr(8);
      std::string id;
      if (const std::string_view prefix = id_prefix(key); !prefix.empty() && references_.has_id(*first, key))
        id = std::string(prefix) + std::string(17 - std::min<std::size_t>(number.size(), 17), '0') + number;
      if (key == "aws:userid" && references_.is_identity(*first))
        id = (references_.is_user(*first) ? "AIDAEXAMPLE" : "AROAEXAMPLE") + number;
      if (key == "aws:principalorgid" && references_.is_organization(*first))
        id = std::string(kOwnerOrganization);
      if (id.empty()) continue;
      std::vector<StringPiece> pieces(value.value.pieces().begin(), value.value.pieces().end());
      pieces[0] = value::TextPiece{std::move(id), {}, false};
      value.value = Value::string(std::move(pieces), value.value.origin());
    }
  }

  std::optional<std::string> text(const HoleUse& use) {
    const std::string_view symbol = use.hole.symbol;
    switch (use.hole.kind) {
      case HoleKind::partition:
        return owner_.partition;
      case HoleKind::region:
        return owner_.region;
      case HoleKind::url_suffix:
        return "amazonaws.com";
      case HoleKind::account_id:
        if (symbol == question_.account ||
            (question_.account.empty() && symbol.starts_with(value::kOwnAccount)))
          return owner_.account;
        return std::nullopt;
      case HoleKind::reference: {
        if (use.place == HolePlace::action || use.hole.reason->kind == ReasonKind::invalid)
          return std::nullopt;
        const std::string name = example(use.hole);
        if (use.place == HolePlace::resource) return use.at_start ? arn_of(name) : name;
        if (references_.is_elsewhere(referenced_resource(name_of(use.hole)))) return std::nullopt;
        if (!use.at_start) return name;
        if (!references_.is_identity(use.hole)) return std::nullopt;
        if (!to_lower(symbol).ends_with("arn")) return name;
        const bool user = references_.is_user(use.hole);
        return "arn:" + owner_.partition + ":iam::" + owner_.account + (user ? ":user/" : ":role/") + name;
      }
      case HoleKind::any:
        // Part of a name: whatever it is, somebody may have it.
        if (use.place == HolePlace::principal && use.before.find('/') != std::string_view::npos)
          return example(use.hole);
        break;
    }
    return std::nullopt;
  }

  const LockoutQuestion& question_;
  References references_;
  Owner owner_;
  std::map<std::string, std::size_t> numbers_;
};

/// What the policy names and the code does not know.
struct Strangers {
  std::map<std::string, std::vector<TextPattern>, std::less<>> values;  ///< by key in lower case
  std::set<std::string, std::less<>> principals;                        ///< ARNs
  std::vector<std::string> written;                                     ///< all of them, as text
  std::vector<Reason> reasons;
};

class StrangerSearch {
 public:
  StrangerSearch(const PolicyDocument& written, const PolicyDocument& bound, const LockoutQuestion& question,
                 const Owner& owner)
      : written_(written), bound_(bound), owner_(owner), created_(question.created), references_(question) {}

  Strangers find() && {
    for (std::size_t i = 0; i < written_.statements.size(); ++i) {
      const Statement& before = written_.statements[i];
      const Statement& after = bound_.statements[i];
      for (std::size_t j = 0; j < before.conditions.size(); ++j)
        note(before.conditions[j], after.conditions[j]);
      for (std::size_t j = 0; j < before.principals.size(); ++j) note(before.principals[j], after, j);
    }
    return std::move(strangers_);
  }

 private:
  [[nodiscard]] bool is_created(std::string_view arn) const {
    const std::string own = "arn:" + owner_.partition + ":iam::" + owner_.account + ":";
    return arn.starts_with(own) && contains(created_, arn.substr(own.size()));
  }

  /// aws:username is the name without the path, and roles have none.
  [[nodiscard]] bool is_created_user(std::string_view name) const {
    return std::any_of(created_.begin(), created_.end(), [name](std::string_view each) {
      return each.starts_with("user/") && each.substr(each.rfind('/') + 1) == name;
    });
  }

  void note(const Condition& before, const Condition& after) {
    const std::string key = to_lower(before.key);
    if (!contains(kIdentifyingKeys, key)) return;
    for (std::size_t i = 0; i < before.values.size(); ++i) {
      const std::optional<std::string> text = after.values[i].text();
      if (!text || references_.is_own(before.values[i], key)) continue;
      if (key == "aws:principalarn" && is_created(*text)) continue;
      if (key == "aws:username" && is_created_user(*text)) continue;
      add(key, *text, before.values[i]);
    }
  }

  /// A Deny with NotPrincipal was written out, its principals are the values of a condition now.
  void note(const Principal& before, const Statement& after, std::size_t index) {
    if (before.type != PrincipalType::aws) return;
    const bool own = references_.is_own(before.text, "aws:principalarn");
    if (after.effect == Effect::deny && !after.conditions.empty() &&
        after.conditions.back().span == after.principal_span && !after.not_principal &&
        after.principals.size() == 1) {
      note_spared(before, after.conditions.back(), own);
      return;
    }
    if (own || index >= after.principals.size()) return;
    const std::optional<std::string> text = after.principals[index].text.text();
    const AwsPrincipalForm form = after.principals[index].form;
    const bool identity = form == AwsPrincipalForm::user || form == AwsPrincipalForm::role ||
                          form == AwsPrincipalForm::assumed_role_session ||
                          form == AwsPrincipalForm::federated_user;
    if (!text || !identity || is_created(*text)) return;
    strangers_.principals.insert(*text);
    strangers_.written.push_back("principal " + *text);
    add_reason(strangers_.reasons, named(*text, before.text));
  }

  /// Of the values that a NotPrincipal was written out to, those that come from one of its principals. IAM
  /// User Guide, "NotPrincipal": without their account beside them the whole account may be denied.
  void note_spared(const Principal& before, const Condition& after, bool own) {
    const std::string account = ":iam::" + owner_.account + ":root";
    const bool with_account =
        std::any_of(after.values.begin(), after.values.end(), [&](const PolicyString& value) {
          const std::string text = value.text().value_or("");
          return text == "*" || text.ends_with(account);
        });
    for (const PolicyString& value : after.values) {
      const std::optional<std::string> text = value.text();
      if (value.span != before.text.span || !text || text->ends_with(":root")) continue;
      if (!own && !is_created(*text)) {
        add("aws:principalarn", *text, before.text);
      } else if (!with_account) {
        strangers_.values["aws:principalarn"].push_back(TextPattern::literal(*text));
        strangers_.written.push_back("spared " + *text);
        add_reason(strangers_.reasons,
                   {ReasonKind::unsupported_operator,
                    "whether NotPrincipal spares " + own_name(before.text) + " without its account beside it",
                    before.text.span});
      }
    }
  }

  /// "Deployer.Arn", "role/deployer": what the policy writes.
  static std::string own_name(const PolicyString& written) {
    if (!written.value.is_partial()) return written.text().value_or("");
    for (const StringPiece& piece : written.value.pieces())
      if (const Hole* hole = std::get_if<Hole>(&piece); hole != nullptr && hole->kind == HoleKind::reference)
        return name_of(*hole);
    return std::string(arn_component(with_wildcards(written), 5));
  }

  void add(const std::string& key, const std::string& text, const PolicyString& written) {
    const std::size_t wildcard = text.find_first_of("*?");
    TextPattern pattern = TextPattern::literal(text.substr(0, wildcard));
    if (wildcard != std::string::npos) {
      // "AROAEXAMPLEID:*" names one role; of other wildcards a new identity can be made that fits.
      const std::size_t colon = text.find(':');
      if (key != "aws:userid" || colon == std::string::npos || colon > wildcard) return;
      pattern.add_run(any_symbol());
    }
    strangers_.values[key].push_back(std::move(pattern));
    strangers_.written.push_back(key + " " + text);
    if (key == "aws:userid" && is_account_id(text.substr(0, 12)) && text.substr(12) == ":root") {
      add_reason(strangers_.reasons, {ReasonKind::external_target,
                                      "a federated user called root: the aws:userid of the root user is the "
                                      "number of its account alone",
                                      written.span});
      return;
    }
    add_reason(strangers_.reasons, named(text, written));
  }

  /// With its holes as they are written, without quotes.
  static std::string as_written(const PolicyString& written) {
    std::string display = written.value.to_display();
    const bool quoted = display.size() >= 2 && display.starts_with('"') && display.ends_with('"');
    if (quoted) display = display.substr(1, display.size() - 2);
    const std::string own = "${" + std::string(value::kOwnAccount) + "}";
    if (const std::size_t at = display.find(own); at != std::string::npos)
      display.replace(at, own.size(), "ACCOUNT");
    return display;
  }

  /// Without the account that filled a hole; what is not known of a name says more than an example of it.
  static Reason named(const std::string& text, const PolicyString& written) {
    if (written.value.is_partial())
      for (const StringPiece& piece : written.value.pieces())
        if (const Hole* hole = std::get_if<Hole>(&piece); hole != nullptr && hole->kind == HoleKind::any)
          return *hole->reason;
    if (!written.value.is_partial()) return {ReasonKind::external_target, text, written.span};
    const auto pieces = written.value.pieces();
    const bool of_code = std::any_of(pieces.begin(), pieces.end(), [](const StringPiece& piece) {
      const Hole* hole = std::get_if<Hole>(&piece);
      return hole != nullptr && hole->kind == HoleKind::reference;
    });
    const std::string identity(arn_component(text, 5));
    return {ReasonKind::external_target, of_code || identity.empty() ? as_written(written) : identity,
            written.span};
  }

  const PolicyDocument& written_;
  const PolicyDocument& bound_;
  const Owner& owner_;
  const std::vector<std::string>& created_;
  References references_;
  Strangers strangers_;
};

/// Conditions on what only AWS knows of the account and the resource are open.
void open_circumstances(PolicyDocument& document, std::string_view service) {
  for (Statement& statement : document.statements) {
    for (Condition& condition : statement.conditions) {
      const std::string key = to_lower(condition.key);
      const bool own_organization =
          key == "aws:principalorgid" && !condition.values.empty() &&
          std::all_of(condition.values.begin(), condition.values.end(), [](const PolicyString& value) {
            return value.text() == std::optional<std::string>(kOwnerOrganization);
          });
      if (own_organization) continue;
      const bool of_key = service == "kms" && key.starts_with("kms:") && key != "kms:calleraccount" &&
                          key != "kms:viaservice" && key != "kms:bypasspolicylockoutsafetycheck";
      if (!of_key && !contains(kCircumstances, key) && !key.starts_with("aws:resourcetag/")) continue;
      std::string what = condition.key;
      if (condition.values.size() == 1)
        what = condition.values[0].text().value_or(what) + " (" + condition.key + ")";
      condition.values_unknown = false;
      condition.unknown = Reason{ReasonKind::external_target, std::move(what), condition.span};
    }
  }
}

enum class Side : std::uint8_t {
  possible,   ///< every request that may exist
  reachable,  ///< only requests that somebody can make for certain
};

/// The question for one reading.
class Reading {
 public:
  Reading(const PolicyDocument& document, const LockoutQuestion& question, const Owner& owner)
      : question_(question),
        owner_(owner),
        binder_(question, owner),
        written_(document),
        whole_(binder_.bind(document)) {}

  /// ARNs of what the policy may belong to.
  [[nodiscard]] std::vector<std::string> resources() const {
    const std::string own = binder_.arn_of(question_.name.empty() ? "example" : question_.name);
    std::set<std::string> written;
    for (const Statement& statement : whole_.statements)
      for (const PolicyString& entry : statement.resources)
        if (std::optional<std::string> arn = resource_in(entry, own)) written.insert(*std::move(arn));
    if (written.empty() || (!question_.name.empty() && written.count(own) != 0)) return {own};
    if (!question_.name.empty() || names_an_id()) written.insert(own);
    return {written.begin(), written.end()};
  }

  /// Statements about changing the policy: those that deny it, else those that may allow it.
  [[nodiscard]] const std::set<std::size_t>& relevant() const {
    return denying_.empty() ? granting_ : denying_;
  }

  Answer decide(const std::string& resource, const Guard& supposed) {
    resource_ = resource;
    supposed_ = supposed;
    take_relevant_statements();
    AnswerMemo* const memo = answer_memo();
    if (memo == nullptr) return worked_out();
    const QuestionText question = question_text();
    if (!question.text()) return worked_out();
    if (std::optional<AnswerMemo::Known> known = memo->find(question)) {
      budget_ = known->left;
      return std::move(known->answer);
    }
    const std::size_t reasons = reasons_.size();
    Answer answer = worked_out();
    if (reasons_.size() == reasons) memo->add(question, {answer, budget_});
    return answer;
  }

 private:
  /// All that `worked_out` looks at but places, and reasons that are of no account unless it is undecided.
  [[nodiscard]] QuestionText question_text() const {
    QuestionText text("lockout", OwnResource::of(bound_, resource_));
    text.add(question_.needs_grant ? 1U : 0U);
    text.add(question_.repairs.size());
    for (const std::string& action : question_.repairs) text.add(action);
    for (const std::string* part : {&owner_.partition, &owner_.account, &owner_.region}) text.add(*part);
    text.add(text.about() ? text.about()->without_name(resource_) : resource_);
    text.add(supposed_);
    text.add(budget_.steps);
    text.add(budget_.language_states);
    text.add(strangers_.written.size());
    for (const std::string& stranger : strangers_.written) text.add(stranger);
    text.add(bound_);
    return text;
  }

  Answer worked_out() {
    Answer answer;
    if (std::optional<Request> request = one(Side::reachable)) {
      answer.verdict = Verdict::safe;
      answer.proof = {request->principal->arn + " may " + request->action + " on " + request->resource};
      answer.witness = std::move(request);
      return answer;
    }
    if (none()) {
      answer.verdict = Verdict::violation;
      answer.witness = refused();
      return answer;
    }
    answer.reasons = std::move(reasons_);
    add_reasons(answer.reasons, strangers_.reasons);
    if (answer.reasons.empty())
      for (const Statement& statement : bound_.statements)
        for (const Principal& principal : statement.principals)
          add_reasons(answer.reasons, principal.text.value.reasons());
    if (answer.reasons.empty())
      answer.reasons = {
          {ReasonKind::unsupported_operator, "requests of a shape that cannot be shown", bound_.span}};
    return answer;
  }

  /// A resource of the owner that an entry of Resource is about.
  [[nodiscard]] std::optional<std::string> resource_in(const PolicyString& entry,
                                                       const std::string& own) const {
    const std::string pattern = with_wildcards(entry);
    const std::string_view service = service_of(question_.repairs.front());
    if (!pattern.starts_with("arn:") || arn_component(pattern, 2) != service ||
        pattern.find('$') != std::string::npos)
      return std::nullopt;
    const std::string_view region = arn_component(pattern, 3);
    if (!region.empty() && !glob_match(region, owner_.region)) return std::nullopt;
    if (std::optional<std::string> whole = whole_resource(entry)) return whole;
    for (const int component : {1, 4})
      if (!glob_match(arn_component(pattern, component), arn_component(own, component))) return std::nullopt;
    std::string name(arn_component(pattern, 5));
    name.resize(end_of_name(name, service));
    if (name.empty()) return std::nullopt;
    if (glob_match(name, arn_component(own, 5))) return own;
    if (!question_.name.empty()) return std::nullopt;
    name = example_of_resource("arn:::::" + name, own).substr(8);
    const std::string_view kind = arn_component(question_.resource, 5);
    if (!name.starts_with(kind.substr(0, kind.find("{N}")))) return std::nullopt;
    return own.substr(0, own.size() - arn_component(own, 5).size()) + name;
  }

  /// What needs a grant is a key, whose id nobody chooses: an id that is written down may be another key's.
  [[nodiscard]] bool names_an_id() const {
    const auto is_id = [this](const PolicyString& entry) { return whole_resource(entry).has_value(); };
    return question_.needs_grant &&
           std::any_of(written_.statements.begin(), written_.statements.end(),
                       [&](const Statement& statement) {
                         return std::any_of(statement.resources.begin(), statement.resources.end(), is_id);
                       });
  }

  /// Of "vault/*" the bucket; every other name is whole.
  static std::size_t end_of_name(std::string_view name, std::string_view service) {
    if (!is_bucket_service(service)) return name.size();
    const std::string_view kind = service == "s3" ? "" : "bucket/";
    return std::min(name.find('/', kind.size()), name.size());
  }

  /// "arn:aws:s3:::vault/*" → "arn:aws:s3:::vault": the bucket or queue itself.
  [[nodiscard]] std::optional<std::string> whole_resource(const PolicyString& entry) const {
    const std::optional<std::string> text = entry.text();
    const std::string_view service = service_of(question_.repairs.front());
    if (!text || !text->starts_with("arn:") || arn_component(*text, 2) != service) return std::nullopt;
    const std::string name(arn_component(*text, 5));
    const std::string arn =
        text->substr(0, text->size() - name.size()) + name.substr(0, end_of_name(name, service));
    if (arn.find_first_of("*?$") != std::string::npos || name.empty()) return std::nullopt;
    return arn;
  }

  /// Those that are about changing the policy, whoever may do so and when.
  void take_relevant_statements() {
    PolicyDocument written = written_;
    written.statements.clear();
    bound_ = whole_;
    bound_.statements.clear();
    for (std::size_t i = 0; i < whole_.statements.size(); ++i) {
      const bool counts = whole_.statements[i].effect != Effect::allow || question_.needs_grant;
      if (!counts || !is_about_repairs(i)) continue;
      (whole_.statements[i].effect == Effect::allow ? granting_ : denying_).insert(i);
      written.statements.push_back(written_.statements[i]);
      bound_.statements.push_back(whole_.statements[i]);
    }
    strangers_ = StrangerSearch(written, bound_, question_, owner_).find();
    open_circumstances(bound_, service_of(question_.repairs.front()));
    own_organization_ = false;
    for (const Statement& statement : bound_.statements)
      for (const Condition& condition : statement.conditions)
        if (to_lower(condition.key) == "aws:principalorgid" && !condition.unknown) own_organization_ = true;
  }

  bool is_about_repairs(std::size_t index) {
    PolicyDocument alone = whole_;
    alone.statements = {whole_.statements[index]};
    alone.statements.front().conditions.clear();
    alone.statements.front().has_principal = false;
    return std::any_of(question_.repairs.begin(), question_.repairs.end(), [&](const std::string& action) {
      RequestModel model;
      set_part(model, kActionPart, action);
      set_part(model, kResourcePart, resource_);
      const std::optional<StatementBox> box = statement_box(alone, 0, Bound::upper, model);
      BoxSearch inside(model, budget_);
      return box && inside.search(box->demands, {}, {}).kind != SearchOutcome::Kind::none;
    });
  }

  [[nodiscard]] bool stands(const Statement& statement) const {
    return !statement.may_be_absent && supposed_.implies(statement.guard);
  }

  [[nodiscard]] bool is_excluded(const Statement& statement) const {
    return (supposed_ & statement.guard).impossible();
  }

  std::vector<RequestModel> models(Side side) const {
    PolicyDocument everyone;
    everyone.statements.emplace_back();
    everyone.statements.back().has_principal = true;
    everyone.statements.back().principals = {parse_principal(
        "AWS", {Value::string("arn:" + owner_.partition + ":iam::" + owner_.account + ":root"), {}})};
    if (side == Side::possible) add_possible_principals(everyone.statements.back());
    const PolicyDocument* const documents[] = {&bound_, &everyone};
    std::vector<RequestModel> result;
    for (const RequestModel& model : caller_models(documents)) {
      const std::string type = model.domain("aws:principaltype").constant.value_or("");
      if (model.principal.type != "AWS" || model.principal.account != owner_.account || type == "Account")
        continue;
      if (!model.principal.arn.empty() && side == Side::reachable &&
          strangers_.principals.count(model.principal.arn) != 0)
        continue;
      for (const bool through_endpoint : {false, true})
        result.push_back(with_keys(model, type, through_endpoint, side));
    }
    return result;
  }

  /// Identities of an account that is not known may be its own.
  void add_possible_principals(Statement& statement) const {
    for (const Statement& other : bound_.statements) {
      for (const Principal& principal : other.principals) {
        const std::string pattern = with_wildcards(principal.text);
        if (!principal.text.value.is_partial() || !pattern.starts_with("arn:") ||
            arn_component(pattern, 2) != "iam" || !glob_match(arn_component(pattern, 4), owner_.account))
          continue;
        // A part of a name that is not known is some text.
        std::string name(arn_component(pattern, 5));
        for (std::size_t at = name.find('*'); at != std::string::npos; at = name.find('*', at))
          name.replace(at, 1, "example");
        const std::string arn = "arn:" + owner_.partition + ":iam::" + owner_.account + ":" + name;
        statement.principals.push_back(parse_principal("AWS", {Value::string(arn), {}}));
      }
    }
  }

  [[nodiscard]] RequestModel with_keys(RequestModel model, const std::string& type, bool through_endpoint,
                                       Side side) const {
    const PartDomains of_caller = std::exchange(model.parts, {});
    add_common_keys(model, through_endpoint);
    model.parts.set_all(of_caller);
    // A service that calls on somebody's behalf does not carry these; it is no identity of the account.
    for (const char* key :
         {"aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths",
          "aws:principalservicename", "aws:principalservicenameslist", "aws:tagkeys", "aws:assumedroot"})
      model.remove(key);
    model.removed_prefixes.emplace_back("aws:requesttag/");
    PartDomain& id = model.parts["aws:userid"];
    id = model.domain("aws:userid");
    id.within = {user_ids(type)};
    if (!through_endpoint) exclude_private_addresses(model.parts["aws:sourceip"]);
    static const std::vector<TextPattern> kEndpoints = resource_ids("vpce-");
    static const std::vector<TextPattern> kNetworks = resource_ids("vpc-");
    for (const char* key : {"aws:sourcevpce", "aws:sourcevpc", "aws:ec2instancesourcevpc"}) {
      PartDomain domain = model.domain(key);
      domain.within = std::string_view(key) == "aws:sourcevpce" ? kEndpoints : kNetworks;
      model.parts.set(key, std::move(domain));
    }
    model.fix("aws:resourceaccount", owner_.account);
    // A resource is asked for in the Region in which it lies.
    model.fix("aws:requestedregion", owner_.region);
    if (own_organization_) model.fix("aws:principalorgid", std::string(kOwnerOrganization));
    set_service_keys(model, side);
    if (side == Side::reachable) keep_strangers_out(model);
    return model;
  }

  void set_service_keys(RequestModel& model, Side side) const {
    const std::string service(service_of(question_.repairs.front()));
    if (is_bucket_service(service)) {
      for (const std::string_view name : kBucketPolicyKeys) {
        const std::string key = service + ":" + std::string(name);
        model.parts[key] = model.domain(key);
      }
      model.fix(service + ":resourceaccount", owner_.account);
      model.removed_prefixes.push_back(service + ":");
    }
    if (service == "kms") {
      model.fix("kms:calleraccount", owner_.account);
      if (side == Side::reachable) model.remove("kms:viaservice");
    }
  }

  void keep_strangers_out(RequestModel& model) const {
    for (const auto& [key, patterns] : strangers_.values) {
      PartDomain domain = model.domain(key);
      if (domain.constant || !domain.may_be_present) continue;
      domain.without.insert(domain.without.end(), patterns.begin(), patterns.end());
      model.parts.set(key, std::move(domain));
    }
    PartDomain& arn = model.parts["aws:principalarn"];
    if (arn.constant) return;
    // Roles that only AWS creates, for permission sets and services.
    for (const char* path : {":role/aws-reserved/", ":role/aws-service-role/"}) {
      TextPattern reserved =
          TextPattern::literal("arn:" + owner_.partition + ":iam::" + owner_.account + path);
      reserved.add_run(any_symbol());
      arn.without.push_back(std::move(reserved));
    }
  }

  static void set_part(RequestModel& model, std::string_view part, const std::string& text) {
    PartDomain& domain = model.parts.set(part, {});
    domain.may_be_absent = false;
    domain.constant = domain.ordinary = text;
    domain.within = {TextPattern::literal(text)};
  }

  /// Statements of one effect as a side sees them.
  std::deque<StatementBox> boxes(const RequestModel& model, Effect effect, Bound bound) {
    std::deque<StatementBox> result;
    for (std::size_t i = 0; i < bound_.statements.size(); ++i) {
      const Statement& statement = bound_.statements[i];
      const bool other =
          effect == Effect::deny ? Effect::allow == statement.effect : Effect::deny == statement.effect;
      if (other || is_excluded(statement)) continue;
      const bool certain = stands(statement) && statement.effect == effect;
      if (bound == Bound::lower && !certain) {
        note_uncertain(statement);
        continue;
      }
      std::optional<StatementBox> box = statement_box(bound_, i, bound, model);
      if (box) result.push_back(std::move(*box));
    }
    return result;
  }

  void note_uncertain(const Statement& statement) {
    for (const GuardTerm& term : statement.guard.terms) add_reason(reasons_, value::reason_of(term));
    add_reasons(reasons_, statement.unknowns);
  }

  void note_inexact(const std::deque<StatementBox>& boxes) {
    for (const StatementBox& box : boxes)
      if (!box.exact) add_reasons(reasons_, box.reasons);
  }

  SearchOutcome search(RequestModel& model, const std::string& action, Side side) {
    set_part(model, kActionPart, action);
    set_part(model, kResourcePart, resource_);
    const bool may = side == Side::possible;
    const std::deque<StatementBox> denies = boxes(model, Effect::deny, may ? Bound::lower : Bound::upper);
    std::deque<StatementBox> allows;
    if (question_.needs_grant) allows = boxes(model, Effect::allow, may ? Bound::upper : Bound::lower);
    std::vector<std::vector<const StatementBox*>> groups;
    if (question_.needs_grant) {
      groups.emplace_back();
      for (const StatementBox& box : allows) groups.back().push_back(&box);
    }
    std::vector<const StatementBox*> denying;
    denying.reserve(denies.size());
    for (const StatementBox& box : denies) denying.push_back(&box);
    BoxSearch finder(model, budget_);
    SearchOutcome outcome = finder.search({}, groups, denying);
    if (outcome.kind == SearchOutcome::Kind::gave_up)
      add_reason(reasons_, {ReasonKind::limit, "kRequestsPerQuestion", {}});
    if (outcome.kind == SearchOutcome::Kind::none && side == Side::reachable) {
      note_inexact(denies);
      // What may allow something and is not known is in no lower box.
      if (question_.needs_grant) note_inexact(boxes(model, Effect::allow, Bound::upper));
    }
    return outcome;
  }

  std::optional<Request> one(Side side) {
    if (!bound_.unknowns.empty()) {
      add_reasons(reasons_, bound_.unknowns);
      return std::nullopt;
    }
    for (RequestModel& model : models(side))
      for (const std::string& action : question_.repairs) {
        const SearchOutcome outcome = search(model, action, side);
        if (outcome.kind != SearchOutcome::Kind::found) continue;
        Request request = make_request(model, outcome.values);
        complete_principal(request);
        if (is_realistic(model, request)) return request;
      }
    return std::nullopt;
  }

  /// Certain that nobody may call any of the actions.
  bool none() {
    if (question_.needs_grant && !bound_.unknowns.empty()) return false;  // one may grant
    for (RequestModel& model : models(Side::possible))
      for (const std::string& action : question_.repairs)
        if (search(model, action, Side::possible).kind != SearchOutcome::Kind::none) return false;
    return true;
  }

  [[nodiscard]] Request refused() const {
    for (RequestModel& model : models(Side::possible)) {
      PartDomain& arn = model.parts["aws:principalarn"];
      if (!arn.ordinary.ends_with(":role/example")) continue;
      arn.ordinary.replace(arn.ordinary.size() - 7, 7, "deployer");
      set_part(model, kActionPart, question_.repairs.front());
      set_part(model, kResourcePart, resource_);
      Request request = make_request(model, {});
      complete_principal(request);
      return request;
    }
    return {};
  }

  const LockoutQuestion& question_;
  Owner owner_;
  Binder binder_;
  const PolicyDocument& written_;
  PolicyDocument whole_;           ///< with its holes filled
  PolicyDocument bound_;           ///< the statements of it that count
  std::set<std::size_t> denying_;  ///< which of them deny, and which do not
  std::set<std::size_t> granting_;
  Strangers strangers_;
  bool own_organization_ = false;
  std::string resource_;
  Guard supposed_;
  SearchBudget budget_{limits::kRequestsPerQuestion, limits::kLanguageStates};
  std::vector<Reason> reasons_;
};

/// Accounts and partitions that texts of the policy name.
class WrittenOwners {
 public:
  WrittenOwners(const PolicyDocument& document, std::string_view service, bool needs_grant)
      : service_(service) {
    for (const Statement& statement : document.statements) {
      if (statement.effect == Effect::allow && !needs_grant) continue;
      for (const Principal& principal : statement.principals) note(principal.text);
      for (const Condition& condition : statement.conditions) {
        for (const PolicyString& value : condition.values) note(value);
        if (to_lower(condition.key) == "aws:requestedregion") note_requested(condition);
      }
      for (const PolicyString& entry : statement.resources)
        note_resource(entry, statement.effect != Effect::allow && statement.not_resource);
    }
  }

  [[nodiscard]] std::vector<Owner> owners(const LockoutQuestion& question) const {
    std::vector<Owner> result;
    std::set<std::string> accounts(question.accounts.begin(), question.accounts.end());
    if (accounts.empty()) accounts = of_resource_;
    if (accounts.empty()) {
      accounts = accounts_;
      accounts.insert(unnamed());
    }
    for (const std::string& partition : own_partitions_.empty() ? partitions_ : own_partitions_)
      for (const std::string& account : accounts)
        add_regions({partition, account, {}}, question.region, result);
    return result;
  }

  /// An account the policy does not name.
  [[nodiscard]] std::string unnamed() const {
    for (const std::string_view account : {kOwnerAccount, kOtherOutsiderAccount})
      if (accounts_.count(std::string(account)) == 0) return std::string(account);
    return std::string(kOutsiderAccount);
  }

 private:
  void add_regions(Owner owner, const std::string& known, std::vector<Owner>& result) const {
    const auto add = [&](std::string region, bool assumed) {
      owner.region = std::move(region);
      owner.region_assumed = assumed;
      result.push_back(owner);
    };
    if (!known.empty()) return add(known, false);
    const std::size_t before = result.size();
    std::set<std::string> regions;
    for (const std::string& region : regions_)
      if (partition_of_region(region) == owner.partition) regions.insert(region);
    for (const std::string& pattern : region_patterns_)
      if (std::string region = region_like(pattern, owner.partition); !region.empty())
        regions.insert(std::move(region));
    for (const std::string& region : regions) add(region, false);
    // Whoever writes the whole ARN of the resource says where it is.
    if (whole_arn_ && result.size() > before) return;
    const std::string usual = fill_resource("{R}", owner.partition, "");
    if (regions.count(usual) == 0) add(usual, !spares_region_);
    if (!spares_region_) return;
    if (std::string other = elsewhere(owner.partition); !other.empty() && other != usual)
      add(std::move(other), false);
  }

  /// A Region of the partition of which nothing is written.
  [[nodiscard]] std::string elsewhere(std::string_view partition) const {
    for (const std::string_view region : known_regions()) {
      const bool fits = std::any_of(region_patterns_.begin(), region_patterns_.end(),
                                    [&](const std::string& pattern) { return glob_match(pattern, region); });
      if (partition_of_region(region) == partition && !fits && regions_.count(std::string(region)) == 0)
        return std::string(region);
    }
    return {};
  }

  /// The known beginning, so that "arn:aws-cn:iam::${account}:root" still says its partition.
  static std::string beginning(const PolicyString& text) {
    if (const std::optional<std::string> whole = text.text()) return *whole;
    if (!text.value.is(Value::Kind::string) || text.value.pieces().empty()) return {};
    const auto* piece = std::get_if<value::TextPiece>(&text.value.pieces()[0]);
    return piece == nullptr ? std::string() : piece->text;
  }

  void note(const PolicyString& written) {
    const std::string text = beginning(written);
    if (is_account_id(text)) accounts_.insert(text);
    if (!text.starts_with("arn:")) return;
    if (const std::string account(arn_component(text, 4)); is_account_id(account)) accounts_.insert(account);
    note_partition(std::string(arn_component(text, 1)), partitions_);
  }

  /// A Region of the partition that fits the pattern: one of the usual ones, else one of its own making, as
  /// AWS adds Regions. Empty where none does.
  static std::string region_like(const std::string& pattern, std::string_view partition) {
    for (const std::string_view region : known_regions())
      if (partition_of_region(region) == partition && glob_match(pattern, region)) return std::string(region);
    std::string made = pattern;
    std::replace_if(
        made.begin(), made.end(), [](char c) { return c == '*' || c == '?'; }, 'x');
    return partition_of_region(made) == partition ? made : std::string();
  }

  void note_resource(const PolicyString& written, bool spared) {
    const std::string text = beginning(written);
    if (!text.starts_with("arn:") || arn_component(text, 2) != service_) return;
    if (const std::string account(arn_component(text, 4)); is_account_id(account))
      of_resource_.insert(account);
    note_partition(std::string(arn_component(text, 1)), own_partitions_);
    const std::string pattern = with_wildcards(written);
    const std::string_view region = arn_component(pattern, 3);
    if (!region.empty() && region != "*") spares_region_ = spares_region_ || spared;
    if (region.find_first_of("*?") != std::string_view::npos && region != "*")
      region_patterns_.emplace(region);
    if (region.empty() || region.find_first_of("*?$") != std::string_view::npos) return;
    regions_.emplace(region);
    whole_arn_ = whole_arn_ || pattern.find_first_of("*?$") == std::string::npos;
  }

  /// Unlike an ARN it does not say that what the policy belongs to lies in one of them.
  void note_requested(const Condition& condition) {
    spares_region_ = true;
    for (const PolicyString& value : condition.values) {
      const std::string region = value.text().value_or("");
      if (region.empty() || region.find('$') != std::string::npos) continue;
      if (region.find_first_of("*?") != std::string::npos) {
        if (region != "*") region_patterns_.insert(region);
      } else if (region_name().matches(region)) {
        regions_.insert(region);
      }
    }
  }

  static void note_partition(const std::string& partition, std::set<std::string>& partitions) {
    if (std::find(kCommonPartitions.begin(), kCommonPartitions.end(), partition) != kCommonPartitions.end())
      partitions.insert(partition);
  }

  std::string_view service_;
  std::set<std::string> accounts_;
  std::set<std::string> of_resource_;
  std::set<std::string> regions_;  ///< that they write of it
  std::set<std::string> region_patterns_;
  bool whole_arn_ = false;      ///< one without wildcards is among them
  bool spares_region_ = false;  ///< a statement tells one of them from all others
  std::set<std::string> partitions_{"aws"};
  std::set<std::string> own_partitions_;
};

using Readings = std::vector<std::pair<Owner, Answer>>;

bool is_violation(const Readings::value_type& each) { return each.second.verdict == Verdict::violation; }

/// What the service refuses never comes to be: the owner is another one.
void drop_refused_owners(Readings& answers) {
  std::map<std::pair<std::string, std::string>, bool> refused;
  for (const auto& each : answers) {
    bool& all = refused.try_emplace({each.first.partition, each.first.account}, true).first->second;
    all = all && is_violation(each);
  }
  if (std::all_of(refused.begin(), refused.end(), [](const auto& each) { return each.second; })) return;
  std::erase_if(answers, [&](const auto& each) {
    return refused.at({each.first.partition, each.first.account});
  });
}

/// A Deny on resources of accounts that fit a pattern, or on a text whose wildcards span the components of an
/// ARN: whether what the policy belongs to is one of them nobody knows where its account is not known.
std::optional<Reason> unclear_resource(const PolicyDocument& document, std::string_view service) {
  for (const Statement& statement : document.statements) {
    if (statement.effect == Effect::allow) continue;
    for (const PolicyString& entry : statement.resources) {
      const std::string pattern = with_wildcards(entry);
      const std::string start = "arn:";
      if (!pattern.starts_with(start) || pattern.find('*') == std::string::npos) continue;
      const std::string_view named = arn_component(pattern, 2);
      if (named != service && named.find('*') == std::string_view::npos) continue;
      const std::string_view account = arn_component(pattern, 4);
      const bool crosses = std::count(pattern.begin(), pattern.end(), ':') < 5 && named == service;
      const bool some_accounts = account != "*" && account.find_first_of("*?") != std::string_view::npos &&
                                 !entry.value.is_partial();
      if (crosses || some_accounts)
        return Reason{ReasonKind::external_target, "whether " + pattern + " is what it belongs to",
                      entry.span};
    }
  }
  return std::nullopt;
}

/// The answers of all readings as one.
Answer together(Readings answers, bool checks_sender) {
  if (checks_sender) drop_refused_owners(answers);
  // Whoever writes Regions down, and would be locked out everywhere else, is in one of them.
  const bool fits_somewhere = std::any_of(answers.begin(), answers.end(), [](const auto& each) {
    return !each.first.region_assumed && !is_violation(each);
  });
  if (fits_somewhere)
    std::erase_if(answers, [](const auto& each) { return each.first.region_assumed && is_violation(each); });
  const Verdict first = answers.front().second.verdict;
  const bool agreed = std::all_of(answers.begin(), answers.end(),
                                  [first](const auto& each) { return each.second.verdict == first; });
  if (agreed && first != Verdict::undecided) return std::move(answers.front().second);
  Answer answer;
  for (const auto& [owner, each] : answers) {
    add_reasons(answer.reasons, each.reasons);
    if (each.verdict != Verdict::safe) continue;
    const auto locked_too = [&owner = owner](const auto& other) {
      return is_violation(other) && other.first.account == owner.account &&
             other.first.partition == owner.partition;
    };
    const bool same_account = std::any_of(answers.begin(), answers.end(), locked_too);
    add_reason(answer.reasons, {ReasonKind::external_target,
                                same_account ? "the Region and name of what it belongs to"
                                             : "account " + owner.account + ", which may be its own",
                                {}});
  }
  return answer;
}

}  // namespace

namespace {

bool lacks_resource(const Statement& statement) {
  return !statement.has_resource && !statement.resources_unknown && !statement.elements_unknown;
}

/// S3 and KMS refuse a statement that names no Resource (Amazon S3 User Guide, "Policies and permissions in
/// Amazon S3": basic elements; AWS KMS Developer Guide, "Key policies": Resource is required).
std::optional<Reason> missing_resource(const PolicyDocument& document, std::string_view service) {
  if (service != "s3" && service != "kms") return std::nullopt;
  const auto found = std::find_if(document.statements.begin(), document.statements.end(), lacks_resource);
  if (found == document.statements.end()) return std::nullopt;
  return Reason{ReasonKind::invalid,
                "AWS does not take this policy: a statement without Resource or NotResource", found->span};
}

void name_all_resources(Statement& statement) {
  if (!lacks_resource(statement)) return;
  statement.has_resource = true;
  statement.resources = {{value::Value::string("*"), statement.span}};
}

LockoutAnswer answer_together(const PolicyDocument& document, const LockoutQuestion& question) {
  if (std::optional<Answer> answer = beyond_limits(document)) return {std::move(*answer), {}, {}};
  std::optional<Reason> refused = refusal(document);
  if (!refused) refused = missing_resource(document, service_of(question.repairs.front()));
  if (refused) {
    PolicyDocument taken = document;
    taken.errors.clear();
    for (Statement& statement : taken.statements) name_all_resources(statement);
    LockoutAnswer if_taken = answer_together(taken, question);
    const bool locks = if_taken.answer.verdict == Verdict::violation;
    if (locks) refused->detail += "; if it did, no user or role could change the policy any more";
    if_taken.answer = {};
    if_taken.answer.reasons = {*std::move(refused)};
    return {
        std::move(if_taken.answer), {}, locks ? std::move(if_taken.statements) : std::vector<std::size_t>()};
  }
  const WrittenOwners written(document, service_of(question.repairs.front()), question.needs_grant);
  const std::vector<Owner> owners = written.owners(question);
  std::set<std::size_t> relevant;
  const auto decide = [&](const Guard& supposed) {
    Readings answers;
    for (const Owner& owner : owners) {
      Reading reading(document, question, owner);
      for (const std::string& resource : reading.resources()) {
        if (answers.size() == limits::kOwners) {
          Answer limit;
          limit.reasons = {{ReasonKind::limit, "kOwners", {}}};
          return limit;
        }
        answers.emplace_back(owner, reading.decide(resource, supposed));
      }
      relevant.insert(reading.relevant().begin(), reading.relevant().end());
    }
    return together(std::move(answers), question.checks_sender);
  };
  Answer always = decide({});
  const std::optional<Reason> unclear = question.accounts.empty()
                                            ? unclear_resource(document, service_of(question.repairs.front()))
                                            : std::nullopt;
  if (unclear && always.verdict == Verdict::safe) {
    always = {};
    always.reasons = {*unclear};
  }
  LockoutAnswer result{std::move(always), {}, {relevant.begin(), relevant.end()}};
  if (result.answer.verdict != Verdict::undecided) return result;
  const bool denies =
      std::any_of(document.statements.begin(), document.statements.end(),
                  [](const Statement& statement) { return statement.effect != Effect::allow; });
  if (question.checks_sender && !question.account.empty() && !denies) {
    // Were the accounts of other provider configurations not its own, the service would refuse the policy.
    LockoutQuestion all_own = question;
    all_own.account.clear();
    LockoutAnswer answer = answer_together(document, all_own);
    if (answer.answer.verdict == Verdict::safe) return answer;
  }
  std::vector<Guard> tried;
  for (const std::size_t index : result.statements) {
    const Statement& statement = document.statements[index];
    if (statement.guard.always() || tried.size() == kSupposedGuards) continue;
    // A denial counts where it stands, a grant is missed where it does not.
    Guard supposed = statement.guard;
    if (statement.effect != Effect::deny) {
      if (!question.needs_grant || !may_hold_or_not(supposed.terms.front())) continue;
      supposed.terms.resize(1);
      supposed.terms.front().holds = !supposed.terms.front().holds;
    }
    if (std::any_of(tried.begin(), tried.end(),
                    [&](const Guard& other) { return other.terms == supposed.terms; }))
      continue;
    tried.push_back(supposed);
    Answer answer = decide(supposed);
    if (answer.verdict == Verdict::violation)
      return {std::move(answer), std::move(supposed), std::move(result.statements)};
  }
  return result;
}

}  // namespace

LockoutAnswer locks_out_all_but_root(const PolicyDocument& document, const LockoutQuestion& question) {
  LockoutAnswer result = answer_together(document, question);
  if (result.answer.verdict != Verdict::violation || question.needs_grant) return result;
  // One statement that does it alone says more than all of them.
  for (const std::size_t index : result.statements) {
    PolicyDocument alone = document;
    alone.statements = {document.statements[index]};
    LockoutAnswer single = answer_together(alone, question);
    if (single.answer.verdict != Verdict::violation || single.guard.terms != result.guard.terms) continue;
    single.statements = {index};
    return single;
  }
  return result;
}

}  // namespace rootproof::policy
