#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/lockout_question.h"

/// What the rules about policies that lock everybody out but root share.
namespace rootproof::rules {

/// The question without what a rule knows about its service: who owns the resource, which users and roles the
/// code creates.
class LockoutQuestions {
 public:
  /// The facts must outlive it. They are looked through at the first question: most code gives no cause for
  /// one.
  explicit LockoutQuestions(const engine::Facts& facts) : facts_(facts) {}

  [[nodiscard]] policy::LockoutQuestion about(const engine::PolicyInstance& instance);

 private:
  using UnitAndAccount = std::pair<std::string, std::string>;

  void read();
  [[nodiscard]] const std::set<std::string, std::less<>>& elsewhere(const UnitAndAccount& place);

  const engine::Facts& facts_;
  bool is_read_ = false;
  /// "role/ci/deploy" of users and roles that exist for certain.
  std::map<UnitAndAccount, std::vector<std::string>> created_;
  std::map<UnitAndAccount, std::set<std::string, std::less<>>> identities_;  ///< names that references use
  std::map<UnitAndAccount, std::set<std::string, std::less<>>> elsewhere_;   ///< those of all other accounts
  std::map<std::string, std::map<std::string, std::string, std::less<>>> types_;  ///< by unit and logical id
};

/// Whether a policy that is a file by itself belongs to a resource of the service: a Deny statement names
/// one.
[[nodiscard]] bool is_file_about(const engine::PolicyInstance& instance, std::string_view service);

/// How a rule says what it found.
struct LockoutWords {
  std::string_view locked;    ///< after the address: "locks everybody out but the root user"
  std::string recovery;       ///< how the policy can still be repaired
  std::string_view question;  ///< "whether anybody but the root user can still change the policy of "
  std::string_view fix;
  std::string_view edit = {};  ///< what `edits` do
  /// The edits for what was found, if any are sure.
  std::function<std::vector<engine::Edit>(const policy::LockoutAnswer&)> edits = {};
};

/// The document without what its Deny statements say of other queues or topics than the one that the policy
/// hangs on: places stay, such statements deny nothing.
[[nodiscard]] policy::PolicyDocument without_others(const engine::Facts& facts,
                                                    const engine::PolicyInstance& instance);

/// The name of what the policy hangs on, as far as the code tells: an argument of the policy, or of the queue
/// or topic that the policy refers to. nullptr where it does not tell.
[[nodiscard]] const value::Value* name_of_owner(const engine::Facts& facts,
                                                const engine::PolicyInstance& instance);

/// Asks and reports. `document` is what is asked about, where that is not all of the instance's. `name` is
/// the name of what the policy hangs on: where a part of it is not known, and the document writes it with the
/// same part, a lockout is one whatever that part is.
void judge_lockout(const engine::Rule& rule, const engine::PolicyInstance& instance,
                   const policy::LockoutQuestion& question, const LockoutWords& words,
                   engine::Findings& findings, const policy::PolicyDocument* document = nullptr,
                   const value::Value* name = nullptr);

}  // namespace rootproof::rules
