// The configuration of the Landing Zone Accelerator on AWS
// (https://github.com/awslabs/landing-zone-accelerator-on-aws: config/lib/models,
// accelerator/lib/resources/policy-resource.ts, constructs/lib/aws-organizations, June 2026).
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "parsers/organization_files/configuration.h"
#include "parsers/organization_files/policy_placeholders.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"
#include "parsers/source/lower_case.h"

namespace rootproof::organization_files {

using source::lower_case;
using syntax::SyntaxNode;
using value::Member;
using value::Reason;
using value::ReasonKind;
using value::Value;

namespace {

constexpr std::string_view kRoot = "Root";
constexpr std::string_view kRootSymbol = "organization.roots[0].id";
constexpr std::string_view kManagementName = "Management";

/// Lists of policies in organization-config.yaml that bind what principals do.
struct PolicyList {
  std::string_view key;
  std::string_view type;
  std::string_view policy_type;
};
constexpr PolicyList kPolicyLists[] = {
    {"serviceControlPolicies", "LZA::ServiceControlPolicy", "SERVICE_CONTROL_POLICY"},
    {"resourceControlPolicies", "LZA::ResourceControlPolicy", "RESOURCE_CONTROL_POLICY"},
};

class Reader {
 public:
  explicit Reader(const Surroundings& surroundings)
      : surroundings_(surroundings), configuration_(surroundings), accounts_file_(surroundings) {}

  EvaluatedUnit read(const SyntaxNode& document) {
    unit_.name = document.file().path();
    document_ = document;
    placeholders_.stated = surroundings_.placeholders;
    read_replacements();
    note_templating(document.file());
    read_global();
    read_enabled();
    read_units();
    read_accounts();
    for (const PolicyList& list : kPolicyLists) read_policies(list);
    read_controls();
    add_organization();
    return std::move(unit_);
  }

  ResourcePolicyFiles read_resource_policies(const SyntaxNode& document) {
    document_ = document;
    placeholders_.stated = surroundings_.placeholders;
    read_replacements();
    read_global();
    placeholders_.of_resource = true;
    ResourcePolicyFiles files;
    if (const std::optional<SyntaxNode> network = beside("network-config.yaml")) {
      const Found policies = configuration_.find(*network, "endpointPolicies");
      for (const SyntaxNode& item : configuration_.items(policies))
        if (item.is_mapping())
          if (std::optional<std::string> path = configuration_.known_text(item, "document"))
            files.endpoints.push_back(*std::move(path));
    }
    files.read = [known = placeholders_](const source::SourceFile& policy) {
      return read_policy_text(policy, known);
    };
    return files;
  }

 private:
  [[nodiscard]] std::optional<SyntaxNode> beside(const std::string& name) const {
    const std::optional<SyntaxNode> found = surroundings_.document(document_->file(), name);
    return found && found->is_mapping() ? found : std::nullopt;
  }

  /// Blocks and comments of Handlebars may leave out or repeat any part of the file.
  void note_templating(const source::SourceFile& file) {
    const std::optional<Reason> block = templating_block(file);
    if (!block) return;
    rewriter_ = block;
    unit_.unknowns.push_back(*block);
  }

  /// What stands in for `{{ key }}`; parameters of Systems Manager are not known. Of several entries for a
  /// key the last one counts, and the name of an account always stands for itself.
  void read_replacements() {
    const std::optional<SyntaxNode> file = beside("replacements-config.yaml");
    if (!file) return;
    std::map<std::string, std::string, std::less<>> replacements;
    const Found list = configuration_.find(*file, "globalReplacements");
    for (const SyntaxNode& item : configuration_.items(list)) {
      if (!item.is_mapping()) continue;
      const std::optional<std::string> key = configuration_.known_text(item, "key");
      if (!key) continue;
      placeholders_.custom.erase(*key);
      replacements.erase(*key);
      const std::optional<SyntaxNode> value = configuration_.raw(item, "value");
      if (!value || item.find("path") || configuration_.known_text(item, "type") == "SSM") continue;
      if (const std::optional<std::string> json = json_text(*value))
        placeholders_.custom.emplace(*key, *json);
      const std::optional<std::string> text = configuration_.known_text(*value);
      if (text && text->find_first_of("&<>\"'`=") == std::string::npos) replacements.emplace(*key, *text);
    }
    for (const std::string& name : account_names()) {
      placeholders_.custom.insert_or_assign(name, name);
      replacements.insert_or_assign(name, name);
    }
    configuration_.set_replacements(std::move(replacements));
  }

  std::set<std::string> account_names() {
    std::set<std::string> names;
    const std::optional<SyntaxNode> accounts = beside("accounts-config.yaml");
    for (const std::string_view list : {"mandatoryAccounts", "workloadAccounts"}) {
      const Found found = accounts ? accounts_file_.find(*accounts, list) : Found{};
      for (const SyntaxNode& item : accounts_file_.items(found)) {
        const Found account = accounts_file_.resolve(item);
        const Found name = account.is_mapping() ? accounts_file_.find(*account.node, "name") : Found{};
        if (name.is_scalar()) names.emplace(name.node->text());
      }
    }
    return names;
  }

  /// What a policy gets in place of the replacement: a text as it is, a list as JSON.
  std::optional<std::string> json_text(const SyntaxNode& value) const {
    const auto plain = [this](const SyntaxNode& node) {
      std::optional<std::string> text = configuration_.known_text(node);
      if (text && text->find_first_of("\"\\$\n\r\t") != std::string::npos) text.reset();
      return text;
    };
    if (!value.is_sequence()) return plain(value);
    std::string json = "[";
    for (const SyntaxNode& item : value.items()) {
      const std::optional<std::string> text = plain(item);
      if (!text || json.size() > limits::kReadableFileBytes) return std::nullopt;
      json += (json.size() > 1 ? ",\"" : "\"") + *text + "\"";
    }
    return json + "]";
  }

  void read_global() {
    global_ = beside("global-config.yaml");
    if (!global_) return;
    note_templating(global_->file());
    placeholders_.home_region = configuration_.known_text(*global_, "homeRegion");
    placeholders_.management_account_access_role =
        configuration_.known_text(*global_, "managementAccountAccessRole");
    if (!placeholders_.home_region) return;
    partition_ = partition_of_region(*placeholders_.home_region);
    if (!partition_.empty()) placeholders_.partition = partition_;
  }

  /// Where the accelerator is told to leave the organization alone, others attach policies, or nobody.
  void read_enabled() {
    const Found enable = configuration_.find(*document_, "enable");
    const bool on = enable.is_scalar() && enable.node->as_boolean() == true;
    if (on) return;
    const bool off = enable.is_scalar() && enable.node->as_boolean() == false;
    disabled_ = enable.unknown.value_or(
        Reason{ReasonKind::partial_organization,
               off ? "what is attached, which organization-config.yaml leaves to others (enable: false)"
                   : "whether organization-config.yaml is enabled",
               enable.node ? enable.node->span() : document_->span()});
    unit_.unknowns.push_back(*disabled_);
  }

  Resource start(std::string_view type, std::string address, source::Span span, source::Span body) const {
    Resource resource = new_resource(unit_, type, std::move(address), span, body, rewriter_);
    resource.partition = partition_;
    return resource;
  }

  void finish(Resource resource, std::vector<Member> members) {
    add_resource(unit_, std::move(resource), std::move(members));
  }

  static std::string unit_address(const std::string& path) { return "organizationalUnits[" + path + "]"; }
  static std::string account_address(const std::string& name) { return "accounts[" + name + "]"; }

  /// Items of a list that are mappings; what may be in it besides is not known.
  std::vector<SyntaxNode> mappings(const Found& list, std::string_view name) {
    std::vector<SyntaxNode> found;
    if (list.unknown) unit_.unknowns.push_back(*list.unknown);
    for (const SyntaxNode& item : configuration_.items(list)) {
      const Found one = configuration_.resolve(item);
      if (one.is_mapping()) {
        found.push_back(*one.node);
      } else {
        unit_.unknowns.push_back(one.unknown.value_or(Reason{
            ReasonKind::invalid, "an entry of " + std::string(name) + " that is no mapping", item.span()}));
      }
    }
    return found;
  }

  void read_units() {
    std::vector<std::pair<std::string, SyntaxNode>> units;
    for (const SyntaxNode& unit :
         mappings(configuration_.find(*document_, "organizationalUnits"), "organizationalUnits")) {
      const std::optional<SyntaxNode> name = configuration_.raw(unit, "name");
      if (!name) {
        unit_.unknowns.push_back({ReasonKind::invalid, "an organizational unit without a name", unit.span()});
        continue;
      }
      const std::string path = configuration_.text(*name);
      const Found ignore = configuration_.find(unit, "ignore");
      if (ignore.unknown || is_on(ignore)) ignored_.insert(path);
      if (path != kRoot && units_.insert(path).second) units.emplace_back(path, *name);
    }
    for (const auto& [path, name] : units) add_unit(path, name);
  }

  void add_unit(const std::string& path, const SyntaxNode& name) {
    const std::size_t slash = path.rfind('/');
    const bool nested = slash != std::string::npos;
    Value own_name = nested || is_templated(name)
                         ? (is_templated(name) ? configuration_.value(name)
                                               : Value::string(path.substr(slash + 1), written(name.span()),
                                                               name.text_span(slash + 1, path.size())))
                         : configuration_.value(name);
    finish(start("LZA::OrganizationalUnit", unit_address(path), name.span(), name.span()),
           {{"Name", name.span(), std::move(own_name)},
            {"ParentId", name.span(),
             unit_reference(nested ? path.substr(0, slash) : std::string(kRoot), name)}});
  }

  Value unit_reference(const std::string& path, const SyntaxNode& at) {
    targets_open_ = targets_open_ || (path != kRoot && !units_.contains(path));
    const Reason otherwise{ReasonKind::external_target, "organizational unit " + path, at.span()};
    return reference_to(path == kRoot ? std::string(kRootSymbol) : unit_address(path), otherwise);
  }

  void read_accounts() {
    const std::optional<SyntaxNode> accounts = beside("accounts-config.yaml");
    if (!accounts) {
      unit_.unknowns.push_back({ReasonKind::unresolved_file, "accounts-config.yaml", document_->span()});
      return;
    }
    for (const SyntaxNode& id : mappings(accounts_file_.find(*accounts, "accountIds"), "accountIds")) {
      const std::optional<std::string> email = accounts_file_.known_text(id, "email");
      const Found number = accounts_file_.find(id, "accountId");
      if (email && number.is_scalar()) account_ids_.emplace(lower_case(*email), *number.node);
    }
    for (const std::string_view list : {"mandatoryAccounts", "workloadAccounts"})
      for (const SyntaxNode& account : mappings(accounts_file_.find(*accounts, list), list))
        add_account(account, list == "mandatoryAccounts");
  }

  void add_account(const SyntaxNode& account, bool mandatory) {
    const std::optional<SyntaxNode> name = accounts_file_.raw(account, "name");
    if (!name) {
      unit_.unknowns.push_back({ReasonKind::invalid, "an account without a name", account.span()});
      return;
    }
    const std::string called = accounts_file_.text(*name);
    if (!accounts_.insert(called).second) {
      unit_.unknowns.push_back({ReasonKind::invalid, "two accounts named " + called, name->span()});
      return;
    }
    std::vector<Member> members{{"AccountName", name->span(), accounts_file_.value(*name)}};
    if (const std::optional<SyntaxNode> email = accounts_file_.raw(account, "email")) {
      members.push_back({"Email", email->span(), accounts_file_.value(*email)});
      const auto id = account_ids_.find(lower_case(accounts_file_.text(*email)));
      if (id != account_ids_.end())
        members.push_back({std::string(kAccountId), id->second.span(), accounts_file_.value(id->second)});
    }
    if (mandatory && called == kManagementName)
      members.push_back(
          {std::string(kManagement), name->span(), Value::boolean(true, written(name->span()))});
    const std::optional<SyntaxNode> unit = accounts_file_.raw(account, "organizationalUnit");
    const source::Span span = unit ? unit->span() : name->span();
    const std::string path = unit ? accounts_file_.text(*unit) : std::string();
    const auto unplaced = [&](const std::string& what) {
      return Value::unknown({ReasonKind::partial_organization, what, span}, value::ValueType::string,
                            written(span));
    };
    Value parent = path.empty() ? unplaced("the organizational unit of " + called + ", which is not given")
                   : ignored_.contains(path)
                       ? unplaced("where " + called + " is, in a unit with ignore: true")
                       : unit_reference(path, *unit);
    members.push_back({"ParentId", span, std::move(parent)});
    finish(start("LZA::Account", account_address(called), name->span(), account.span()), std::move(members));
  }

  void read_policies(const PolicyList& list) {
    const Found quarantine = configuration_.find(*document_, "quarantineNewAccounts");
    const Found on = quarantine.is_mapping() ? configuration_.find(*quarantine.node, "enable") : Found{};
    const std::optional<SyntaxNode> named =
        quarantine.is_mapping() ? configuration_.raw(*quarantine.node, "scpPolicyName") : std::nullopt;
    const bool quarantines = !(on.is_scalar() && on.node->as_boolean() == false) && named;
    std::set<std::string> names;
    for (const SyntaxNode& policy : mappings(configuration_.find(*document_, list.key), list.key)) {
      const std::optional<SyntaxNode> name = configuration_.raw(policy, "name");
      if (!name || !names.insert(configuration_.text(*name)).second) {
        unit_.unknowns.push_back({ReasonKind::invalid,
                                  "a policy of " + std::string(list.key) +
                                      (name ? " whose name another one has" : " without a name"),
                                  policy.span()});
        continue;
      }
      const bool later = quarantines && list.policy_type == "SERVICE_CONTROL_POLICY" &&
                         configuration_.text(*named) == configuration_.text(*name);
      add_policy(list, policy, *name, later);
    }
    if (!names.empty() && !disabled_) enabled_types_.push_back(list.policy_type);
  }

  void add_policy(const PolicyList& list, const SyntaxNode& policy, const SyntaxNode& name, bool later) {
    Resource resource = start(list.type, std::string(list.key) + "[" + configuration_.text(name) + "]",
                              name.span(), policy.span());
    std::vector<Member> members{{"Name", name.span(), configuration_.value(name)}};
    members.push_back(
        {"Type", name.span(), Value::string(std::string(list.policy_type), written(name.span()))});
    members.push_back({"Content", name.span(), content_of(policy, name)});
    // deny-list is what the accelerator does without a word, for service control policies only.
    const std::optional<SyntaxNode> strategy = configuration_.raw(policy, "strategy");
    if (strategy)
      members.push_back({std::string(kStrategy), strategy->span(), configuration_.value(*strategy)});
    else if (list.policy_type == "SERVICE_CONTROL_POLICY")
      members.push_back(
          {std::string(kStrategy), name.span(), Value::string("deny-list", written(name.span()))});
    if (later)
      members.push_back(
          {std::string(kAttachedLater), name.span(), Value::boolean(true, written(name.span()))});
    targets_open_ = false;
    members.push_back({"TargetIds", name.span(), targets_of(policy, name)});
    // An allow list takes FullAWSAccess away wherever it goes.
    if (targets_open_ && strategy && configuration_.text(*strategy) != "deny-list")
      unit_.unknowns.push_back({ReasonKind::partial_organization,
                                "where the allow list " + configuration_.text(name) + " is attached",
                                name.span()});
    finish(std::move(resource), std::move(members));
  }

  Value content_of(const SyntaxNode& policy, const SyntaxNode& name) {
    const std::optional<SyntaxNode> path = configuration_.raw(policy, "policy");
    if (!path || (path->is_scalar() && path->text().empty()))
      return Value::unknown(
          {ReasonKind::invalid, "the policy " + configuration_.text(name) + ", which names no file",
           name.span()},
          value::ValueType::any, written(name.span()));
    const std::optional<std::string> file = configuration_.known_text(*path);
    if (!file) return Value::unknown(placeholder(*path), value::ValueType::any, written(path->span()));
    const source::SourceFile* text = surroundings_.text(document_->file(), *file);
    if (text == nullptr)
      return Value::unknown({ReasonKind::unresolved_file, *file, path->span()}, value::ValueType::any,
                            written(path->span()));
    return read_policy_text(*text, placeholders_);
  }

  /// Where the configuration attaches a policy, or a control. What accounts are excluded is not heeded for
  /// policies; that it may be leaves attachments to units in doubt.
  Value targets_of(const SyntaxNode& policy, const SyntaxNode& name) {
    std::vector<Value> targets;
    const auto unknown = [&](const Reason& reason) {
      targets.push_back(Value::unknown(reason, value::ValueType::string, written(reason.span)));
    };
    const Found given = configuration_.find(policy, "deploymentTargets");
    if (given.unknown) unknown(*given.unknown);
    if (given.is_mapping()) {
      const Found excluded = configuration_.find(*given.node, "excludedAccounts");
      std::optional<Reason> doubt = disabled_;
      if (!doubt && (excluded.unknown || !configuration_.items(excluded).empty()))
        doubt = excluded.unknown
                    ? *excluded.unknown
                    : Reason{ReasonKind::unsupported, "excludedAccounts of " + configuration_.text(name),
                             excluded.node->span()};
      add_targets(configuration_.find(*given.node, "organizationalUnits"), doubt, targets,
                  [&](const SyntaxNode& item) { return unit_reference(configuration_.text(item), item); });
      add_targets(configuration_.find(*given.node, "accounts"), disabled_, targets,
                  [&](const SyntaxNode& item) { return account_reference(item); });
    }
    return Value::list(std::move(targets), written(name.span()));
  }

  [[nodiscard]] Value account_reference(const SyntaxNode& item) {
    const std::string name = configuration_.text(item);
    targets_open_ = targets_open_ || !accounts_.contains(name);
    return reference_to(account_address(name), {ReasonKind::external_target, "account " + name, item.span()});
  }

  template <class Refer>
  void add_targets(const Found& list, const std::optional<Reason>& doubt, std::vector<Value>& targets,
                   const Refer& refer) {
    targets_open_ = targets_open_ || list.unknown || doubt;
    if (list.unknown)
      targets.push_back(Value::unknown(*list.unknown, value::ValueType::string, written(list.unknown->span)));
    for (const SyntaxNode& item : configuration_.items(list)) {
      if (++targets_ > limits::kUnitInstances) {
        targets.push_back(Value::unknown({ReasonKind::limit, "kUnitInstances", item.span()},
                                         value::ValueType::string, written(item.span())));
        return;
      }
      Value target = refer(item);
      if (doubt) {
        value::GuardTerm term{doubt->detail, true, doubt->span, {}, *doubt};
        value::GuardTerm otherwise = term;
        otherwise.holds = false;
        target = Value::one_of({{value::Guard{{std::move(term)}}, std::move(target)},
                                {value::Guard{{std::move(otherwise)}}, Value::absent(written(item.span()))}},
                               written(item.span()));
      }
      targets.push_back(std::move(target));
    }
  }

  /// Without a word it is off.
  static bool is_on(const Found& enable) { return enable.is_scalar() && enable.node->as_boolean() == true; }

  /// Control Tower enables controls on organizational units.
  void read_controls() {
    const Found tower = global_ ? configuration_.find(*global_, "controlTower") : Found{};
    const Found on = tower.is_mapping() ? configuration_.find(*tower.node, "enable") : Found{};
    if (tower.unknown) unit_.unknowns.push_back(*tower.unknown);
    if (!tower.is_mapping() || (!on.unknown && !is_on(on))) return;
    std::size_t index = 0;
    for (const SyntaxNode& control : mappings(configuration_.find(*tower.node, "controls"), "controls")) {
      const Found enabled = configuration_.find(control, "enable");
      if (!enabled.unknown && !is_on(enabled)) continue;
      const std::optional<SyntaxNode> identifier = configuration_.raw(control, "identifier");
      const source::Span span = identifier ? identifier->span() : control.span();
      const Found given = configuration_.find(control, "deploymentTargets");
      std::vector<Value> targets;
      const std::optional<Reason> doubt = on.unknown ? on.unknown : enabled.unknown;
      if (given.is_mapping())
        add_targets(configuration_.find(*given.node, "organizationalUnits"), doubt, targets,
                    [&](const SyntaxNode& item) { return unit_reference(configuration_.text(item), item); });
      Resource resource =
          start("AWS::ControlTower::EnabledControl", "controlTower.controls[" + std::to_string(index++) + "]",
                span, control.span());
      std::vector<Member> members;
      if (identifier) members.push_back({"ControlIdentifier", span, configuration_.value(*identifier)});
      members.push_back({"TargetIdentifier", span, Value::list(std::move(targets), written(span))});
      finish(std::move(resource), std::move(members));
    }
  }

  void add_organization() {
    const source::Span span = first_key();
    Resource resource = start("LZA::Organization", "organization", span, document_->span());
    std::vector<Member> members;
    if (!enabled_types_.empty()) {
      std::vector<Value> types;
      for (const std::string_view type : enabled_types_)
        types.push_back(Value::string(std::string(type), written(span)));
      members.push_back(
          {std::string(kEnabledPolicyTypes), span, Value::list(std::move(types), written(span))});
    }
    if (global_) members.push_back(central_root_features());
    finish(std::move(resource), std::move(members));
  }

  /// The organization itself has no name in the file; its tree begins here.
  [[nodiscard]] source::Span first_key() const {
    for (const SyntaxNode::Member& member : document_->members())
      if (member.key.is_scalar() && member.key.text() == "organizationalUnits") return member.key.span();
    return document_->span();
  }

  /// Without a word the accelerator enables nothing.
  Member central_root_features() {
    const source::Span nowhere = first_key();
    const Found management = configuration_.find(*global_, "centralRootUserManagement");
    const auto unknown = [](const Reason& reason) {
      return Member{"CentralRootFeatures", reason.span,
                    Value::unknown(reason, value::ValueType::list, written(reason.span))};
    };
    if (management.unknown) return unknown(*management.unknown);
    if (!management.is_mapping()) return {"CentralRootFeatures", nowhere, Value::list({}, written(nowhere))};
    const source::Span span = management.node->span();
    const Found enable = configuration_.find(*management.node, "enable");
    const Found capabilities = configuration_.find(*management.node, "capabilities");
    if (enable.unknown) return unknown(*enable.unknown);
    if (capabilities.unknown) return unknown(*capabilities.unknown);
    std::vector<Value> features;
    const bool on = enable.is_scalar() && enable.node->as_boolean() == true;
    for (const auto& [key, feature] : {std::pair("rootCredentialsManagement", "RootCredentialsManagement"),
                                       std::pair("allowRootSessions", "RootSessions")}) {
      if (!on || !capabilities.is_mapping()) continue;
      const Found asked = configuration_.find(*capabilities.node, key);
      if (asked.unknown) return unknown(*asked.unknown);
      if (asked.is_scalar() && asked.node->as_boolean() == true)
        features.push_back(Value::string(feature, written(asked.node->span())));
    }
    return {"CentralRootFeatures", span, Value::list(std::move(features), written(span))};
  }

  const Surroundings& surroundings_;
  Configuration configuration_;
  Configuration accounts_file_;  ///< in which the accelerator fills in nothing
  EvaluatedUnit unit_;
  std::optional<SyntaxNode> document_;
  std::optional<SyntaxNode> global_;
  std::optional<Reason> disabled_;
  std::optional<Reason> rewriter_;  ///< templating that may leave out anything
  std::string partition_;
  PolicyPlaceholders placeholders_;
  std::set<std::string> units_;
  std::set<std::string> ignored_;  ///< units whose accounts it leaves where they are
  std::set<std::string> accounts_;
  std::map<std::string, SyntaxNode> account_ids_;  ///< by e-mail address in lower case
  std::vector<std::string_view> enabled_types_;
  bool targets_open_ = false;  ///< of one policy: not all of them are objects of the configuration
  std::size_t targets_ = 0;    ///< of all policies and controls: aliases multiply them
};

}  // namespace

EvaluatedUnit read_landing_zone(const SyntaxNode& document, const Surroundings& surroundings) {
  return Reader(surroundings).read(document);
}

ResourcePolicyFiles resource_policy_files(const SyntaxNode& document, const Surroundings& surroundings) {
  return Reader(surroundings).read_resource_policies(document);
}

}  // namespace rootproof::organization_files
