#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/constraint.h"
#include "analyzer/policy/context_keys.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/request.h"

/// What the requests of one kind of caller can look like: which keys they carry, and with which values.
namespace rootproof::policy {

/// What is known about one part of a request before any policy is read.
struct PartDomain {
  bool may_be_absent = true;
  bool may_be_present = true;
  bool multivalued = false;
  KeyType type = KeyType::string;
  std::vector<TextPattern> within;    ///< the value matches one of these; empty: any text
  std::vector<TextPattern> without;   ///< and none of these
  std::vector<IpRange> not_in;        ///< addresses it never is
  std::optional<Decimal> not_before;  ///< dates
  std::optional<std::string> constant;
  std::string ordinary;  ///< the value to prefer in examples; empty: leave the key out if possible
  std::vector<std::string> samples;  ///< values to try before any are worked out
  /// A request that carries the key at all is not known to exist: no witness may rest on it.
  bool doubtful = false;
  /// The value is an account id inside another part: that one is `prefix`, the id, and a `suffix`.
  struct Piece {
    std::string of;
    std::string prefix;
    TextPattern suffix;
  };
  std::optional<Piece> piece;
};

/// The domains of the parts of a request, in the order of their names. Models are copied for each question
/// and changed in a few parts: copies share every part that none of them changed. A reference to a domain is
/// good until the part of that model is changed or the model is gone.
class PartDomains {
 public:
  struct Part {
    std::string name;
    PartDomain domain;
  };

  class Iterator {
   public:
    explicit Iterator(std::vector<std::shared_ptr<Part>>::const_iterator at) : at_(at) {}
    const Part& operator*() const { return **at_; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    std::vector<std::shared_ptr<Part>>::const_iterator at_;
  };

  [[nodiscard]] bool empty() const { return parts_ == nullptr || parts_->empty(); }
  [[nodiscard]] Iterator begin() const { return Iterator(all().begin()); }
  [[nodiscard]] Iterator end() const { return Iterator(all().end()); }
  /// nullptr when there is no such part.
  [[nodiscard]] const PartDomain* find(std::string_view name) const;
  /// To be changed; without restrictions when there was none.
  PartDomain& operator[](std::string_view name);
  PartDomain& set(std::string_view name, PartDomain domain);
  void erase(std::string_view name);
  /// Sets each part that `others` has as it is there.
  void set_all(const PartDomains& others);

 private:
  using Parts = std::vector<std::shared_ptr<Part>>;

  [[nodiscard]] const Parts& all() const;
  /// The list, shared with nobody.
  Parts& own();
  static Parts::iterator place_of(Parts& parts, std::string_view name);

  std::shared_ptr<Parts> parts_;
};

/// A text of a policy that a model leaves open, because of a variable for instance. The same text means the
/// same wherever it stands, so it is a predicate of which only a superset is known (policy.md §2.4).
struct SymbolicText {
  std::string text;  ///< as written
  TextForm form = TextForm::exact;
  VariableRule variables = VariableRule::literal;
  bool spares = false;  ///< it stands in NotResource, where more about it is open
  TextPattern upper;    ///< all it may match
  std::vector<std::size_t>
      implied_by;  ///< numbers of the texts that it holds for when they do, its own among them
};

/// One kind of caller in one way of calling.
struct RequestModel {
  std::string name;                      ///< for proofs: "long-term access keys"
  RequestPrincipal principal;            ///< without type: requests that name none
  PartDomains parts;                     ///< action, resource, and the keys that differ from the default
  std::vector<std::string> multivalued;  ///< service keys that a policy uses with set operators
  /// Whether examples are looked for among requests with one value at most under lists of services: operators
  /// without a quantifier compare that one. Proofs are about all requests.
  bool one_value_each = false;
  std::vector<std::string> removed_prefixes;  ///< "aws:principaltag/": no key under it is present
  bool documented_keys_only = false;          ///< no key is present that AWS does not document
  /// Predicates by part. Values of such a part are followed by a mark and, for each predicate, 0 or 1:
  /// whether it holds (symbolic_texts.h). Made for proofs; such values are no requests.
  std::map<std::string, std::vector<SymbolicText>, std::less<>> symbolic;

  [[nodiscard]] const PartDomain& domain(const std::string& part) const;
  void fix(const std::string& key, std::string value);
  void remove(const std::string& key);
  void leave_out_undocumented_keys();
  /// In which organizations the caller's account may be.
  void set_organizations(const std::vector<TextPattern>& ids);

 private:
  mutable PartDomains defaults_;  ///< of keys not in `parts`, as they were asked for
};

/// Variables in the light of a model: constants are replaced, absent keys are absent, the rest stays open.
class ModelScope : public TextScope {
 public:
  explicit ModelScope(const RequestModel& model) : model_(model) {}
  [[nodiscard]] Substitution variable(const std::string& key) const override;

 private:
  const RequestModel& model_;
};

enum class SignIn : std::uint8_t { access_keys, console_without_mfa, console_with_mfa, assume_root };
/// The long-term credentials of a root user.
inline constexpr SignIn kSignIns[] = {SignIn::access_keys, SignIn::console_without_mfa,
                                      SignIn::console_with_mfa};

/// All that there may be, or what keep_to_possible_requests() or keep_to_known_requests() leaves of them.
enum class RequestsMeant : std::uint8_t { all, possible, known };

/// Requests of the root user of an account (twelve digits; empty: any account) (policy.md §1.10, domain.md
/// §3.4).
[[nodiscard]] RequestModel root_model(const std::string& account, const std::string& partition,
                                      SignIn sign_in, bool through_endpoint);

/// Whose root user it is. The models of one identity share what does not hang on the way of calling.
class RootIdentity {
 public:
  RootIdentity(const std::string& account, const std::string& partition);
  void set_organizations(const std::vector<TextPattern>& ids) { own_.set_organizations(ids); }
  /// The id of its organization, and where in it the account stands; empty for any place.
  void set_place(const std::string& organization, const std::string& place);
  [[nodiscard]] RequestModel model(SignIn sign_in, bool through_endpoint,
                                   RequestsMeant meant = RequestsMeant::all) const;

 private:
  std::string partition_;
  RequestModel own_;  ///< the principal, and the keys that tell who it is
};

/// The part of a model that no caller changes: time, region, transport.
void add_common_keys(RequestModel& model, bool through_endpoint);

/// AWS Organizations API, "Organization": ten to 32 lower-case letters and digits behind the "o-".
inline constexpr std::size_t kOrganizationIdLength = 10;
/// "o-" and the rest of an organization's id: examples have shorter ones than AWS gives.
[[nodiscard]] TextPattern organization_id(std::size_t least_length = 1);
/// Where an account stands: the id of its organization, its root and its units, each followed by a slash.
[[nodiscard]] TextPattern organization_path(TextPattern organization = organization_id());

/// "vpce-" and eight or seventeen hexadecimal digits (EC2 User Guide, "Resource IDs"): ids that there may be.
[[nodiscard]] std::vector<TextPattern> resource_ids(std::string_view prefix);

/// Addresses that no request on the internet comes from.
[[nodiscard]] const std::vector<IpRange>& private_ranges();

/// Takes from aws:SourceIp what no request on the internet comes from (IANA special-purpose address
/// registries). Requests through VPC endpoints do come from private addresses, and have aws:VpcSourceIp in
/// its place.
void exclude_private_addresses(PartDomain& domain);

/// Takes out what no request is known to have: keys that AWS does not document, ids of networks that AWS
/// never gives, private addresses under aws:SourceIp. For what a statement is shown to deny or not to deny; a
/// proof that everything is denied must not rest on it.
void keep_to_possible_requests(RequestModel& model);

/// The same, and takes out Regions that nobody knows: they are misspelt, or yet to come.
void keep_to_known_requests(RequestModel& model);

/// "us-east-1", "us-gov-west-1": words with dashes between them, and a number. Whether there is a Region of
/// that name, or will be, only AWS knows.
[[nodiscard]] const TextPattern& region_name();

/// Every action: a service prefix, a colon, a name.
[[nodiscard]] TextPattern any_action();
/// The same for one service, given in lower case.
[[nodiscard]] TextPattern any_action_of(std::string_view service);

}  // namespace rootproof::policy
