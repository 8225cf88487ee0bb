#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "analyzer/organization/organization.h"
#include "analyzer/policy/request.h"

/// What holds wherever the objects of an organization stand whose ids the code does not tell.
namespace rootproof::rules {

/// A path, and those that it is where ids that policies name are the ones of objects on it.
struct StandingWays {
  std::vector<policy::ScpPath> paths;  ///< first the path itself, those in which most is settled last
  std::vector<value::Reason> untold;   ///< why others are possible; empty where these are all
};

/// The objects of one organization, looked up once for all paths in it.
class StandingObjects {
 public:
  explicit StandingObjects(const organization::Organization& organization);

  /// `named` are ids, `partly_named` those of which policies name a part only.
  [[nodiscard]] StandingWays ways(const policy::ScpPath& path, const std::set<std::string>& named,
                                  const std::set<std::string>& partly_named) const;

 private:
  [[nodiscard]] bool may_be(const std::string& own, const std::string& named) const;

  const organization::Organization& organization_;
  std::set<std::string> known_;  ///< ids of objects of the code
};

/// What is taken for granted on one of these ways and not on the path itself.
[[nodiscard]] std::vector<value::Reason> taken_on(const policy::ScpPath& path, const policy::ScpPath& way);

/// Whether a statement on a path denies one request.
struct Denial {
  const policy::Statement* by = nullptr;  ///< one that does, on some way at least
  std::vector<value::Reason> doubts;      ///< why others, or this one, may or may not

  [[nodiscard]] bool surely() const { return by != nullptr && doubts.empty(); }
};

/// Holds single requests against the Deny statements of the policies on paths of one organization, in every
/// way in which the objects on a path may stand. Remembers each policy as it reads there.
class PathDenials {
 public:
  explicit PathDenials(const organization::Organization& organization) : objects_(organization) {}

  /// Of `open_keys` the request does not tell the values, but has them.
  [[nodiscard]] Denial of(const policy::ScpPath& path, const std::string& partition,
                          const policy::Request& request, const std::set<std::string>& open_keys = {});

 private:
  using Placing = std::tuple<const policy::PolicyDocument*, std::string, std::map<std::string, std::string>,
                             std::set<std::string>>;
  [[nodiscard]] const policy::PolicyDocument& placed(const policy::PolicyDocument& document,
                                                     const policy::ScpPath& way, const std::string& partition,
                                                     const std::set<std::string>& open_keys);
  [[nodiscard]] Denial on_way(const policy::ScpPath& way, const std::string& partition,
                              const policy::Request& request, const std::set<std::string>& open_keys);

  /// Ids of objects of organizations that a policy names.
  struct NamedIds {
    std::set<std::string> whole;
    std::set<std::string> parts;
  };
  [[nodiscard]] const NamedIds& named_in(const policy::PolicyDocument& document);

  StandingObjects objects_;
  std::map<Placing, policy::PolicyDocument> placed_;
  std::map<const policy::PolicyDocument*, NamedIds> named_;
};

}  // namespace rootproof::rules
