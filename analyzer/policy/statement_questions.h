#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_requests.h"
#include "analyzer/policy/questions.h"
#include "analyzer/policy/written_statements.h"

/// Questions about single statements (policy.md §3.2, Q6).
namespace rootproof::policy {

/// Whether a statement applies to anything asked about. violation: to nothing, whatever is not known turns
/// out to be; safe: to some request for certain; undecided: what is not known decides.
struct StatementAnswer {
  Answer answer;
  std::optional<Closest> cause;  ///< why not, where one element is to blame
};

/// To some request of a root user: any account, any partition, long-term credentials or AssumeRoot sessions.
/// The statement's Effect plays no part. The document has no Principal element (an SCP, an identity policy).
[[nodiscard]] StatementAnswer applies_to_root(const PolicyDocument& document, std::size_t statement);
/// The same of one partition ("aws-us-gov").
[[nodiscard]] StatementAnswer applies_to_root(const PolicyDocument& document, std::size_t statement,
                                              const std::string& partition);

/// To some request of a root user with credentials of their own: sessions of central root access do not
/// count.
[[nodiscard]] StatementAnswer applies_to_own_credentials_of_root(const PolicyDocument& document,
                                                                 std::size_t statement);

/// Whether a Deny statement denies something to a role that nobody names. violation: the witness is such a
/// request; safe: roles meet it in no request.
[[nodiscard]] Answer denies_ordinary_roles(const PolicyDocument& document, std::size_t statement);

/// To some request of anybody. A statement without conditions always does.
[[nodiscard]] StatementAnswer applies_to_anything(const PolicyDocument& document, std::size_t statement);

/// Asks about one statement after the other whether all requests it applies to are covered by the others of
/// the same effect. Keeps what it works out of a document, which must outlive it.
class ShadowQuestions {
 public:
  explicit ShadowQuestions(const PolicyDocument& document);
  ShadowQuestions(const ShadowQuestions&) = delete;
  ShadowQuestions& operator=(const ShadowQuestions&) = delete;
  ~ShadowQuestions() = default;

  /// As is_shadowed.
  [[nodiscard]] Answer ask(std::size_t statement);
  /// From now on it covers nothing.
  void leave_out(std::size_t statement);

 private:
  [[nodiscard]] bool counts_beside(std::size_t other, std::size_t statement) const;
  bool is_written_elsewhere(std::size_t statement);
  SearchOutcome left_over(Requests& requests, std::size_t statement, Bound own, SearchBudget& budget,
                          std::vector<value::Reason>& reasons) const;
  [[nodiscard]] bool only_it_meets(std::size_t statement, const Request& request) const;

  const PolicyDocument& document_;
  std::array<const PolicyDocument*, 1> documents_;
  std::vector<bool> left_out_;
  std::vector<WrittenStatement> written_;
  std::optional<Callers> callers_;  ///< once words alone do not answer
};

/// Whether all requests a statement applies to are covered by the other statements of the same effect, so
/// that leaving it out changes nothing. violation: it is; safe: a request that only this one covers is the
/// witness.
[[nodiscard]] Answer is_shadowed(const PolicyDocument& document, std::size_t statement);

}  // namespace rootproof::policy
