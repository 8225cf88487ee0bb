#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "analyzer/policy/statement_box.h"

/// The requests of callers, for questions that weigh the same statements against each other again and again.
namespace rootproof::policy {

/// The boxes of statements for the requests of one model, made when they are asked for. Which action and
/// resource is asked about plays no part in them.
class BoxCache {
 public:
  /// Both must outlive it. `statements` is how many it is asked about.
  BoxCache(const RequestModel& model, std::size_t statements) : model_(model), slots_(2 * statements) {}

  /// `number` tells the statement from the others; `statement` stands in the place of the one in the document
  /// (statement_box). nullptr when no request of the model is in it.
  const StatementBox* get(std::size_t number, const Statement& statement, const PolicyDocument& document,
                          std::size_t index, Bound bound);

 private:
  struct Slot {
    bool made = false;
    std::shared_ptr<const StatementBox> box;
  };
  const RequestModel& model_;
  std::vector<Slot> slots_;  ///< lower and upper box of every statement
};

/// Requests of one kind of caller, with the boxes of all statements.
struct Requests {
  Requests(RequestModel requests, std::size_t statements)
      : model(std::move(requests)), boxes(model, statements) {}
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;
  ~Requests() = default;

  RequestModel model;
  BoxCache boxes;
};

/// One kind of caller: requests to find an example in, and to prove that there is none.
class Caller {
 public:
  /// The model is one that is asked about any action. The documents must outlive it.
  Caller(RequestModel model, std::span<const PolicyDocument* const> documents, std::size_t statements);

  /// For proofs: what texts with variables mean is left open, but the same everywhere.
  [[nodiscard]] Requests& proof() { return proof_ ? *proof_ : plain_; }
  [[nodiscard]] Requests& plain() { return plain_; }
  /// Requests in which the variables have values and lists one value; none where neither makes a difference.
  [[nodiscard]] const std::vector<std::unique_ptr<Requests>>& with_values();

 private:
  std::span<const PolicyDocument* const> documents_;
  std::size_t statements_;
  Requests plain_;
  std::unique_ptr<Requests> proof_;
  bool values_made_ = false;
  std::vector<std::unique_ptr<Requests>> with_values_;
};

/// Whether well-known actions are tried before others are worked out.
enum class Samples : std::uint8_t { tried, left_out };

/// All kinds of callers that documents tell apart, with any action; made when somebody looks at their
/// requests. The documents must outlive it.
class Callers {
 public:
  Callers(std::span<const PolicyDocument* const> documents, std::size_t statements, Samples samples);

  /// As caller_models gives them.
  [[nodiscard]] const std::vector<RequestModel>& models() const { return models_; }
  [[nodiscard]] std::size_t size() const { return models_.size(); }
  [[nodiscard]] Caller& get(std::size_t index);

 private:
  std::span<const PolicyDocument* const> documents_;
  std::size_t statements_;
  Samples samples_;
  std::vector<RequestModel> models_;
  std::deque<Caller> callers_;
};

}  // namespace rootproof::policy
