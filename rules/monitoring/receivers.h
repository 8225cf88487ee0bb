#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/truth.h"
#include "rules/root_credentials/named_resources.h"

/// Whether what an alarm or an EventBridge rule sends arrives: topics, queues and functions take it from a
/// service only where their policies let it in, and nobody reads a topic without subscription.
namespace rootproof::rules {

[[nodiscard]] bool is_topic(const Resource& resource);

/// Whether a receiver takes messages of a service.
struct Acceptance {
  policy::Truth truth = policy::Truth::yes;
  std::string refusal;                 ///< why not: "its policy does not let events.amazonaws.com publish"
  std::vector<value::Reason> reasons;  ///< where it is not known
  std::string premise = {};            ///< what it rests on where it does: a key of other code
};

/// Who reads a topic, as far as this code tells.
struct Subscribers {
  bool any = false;                   ///< somebody subscribes who may take what the topic sends
  std::vector<value::Reason> doubts;  ///< why they may not be there, or not take it: none where somebody does
  std::string refusal;                ///< why those do not take it who subscribe, where there is nobody else
};

class Receivers {
 public:
  /// Both must outlive it.
  Receivers(const engine::Facts& facts, const NamedResources& named) : facts_(facts), named_(named) {}

  /// Who subscribes to a topic, where `given` holds.
  [[nodiscard]] Subscribers subscribers_of(const Resource& topic, const value::Guard& given = {}) const;
  /// What may subscribe to a topic unseen: parts of the code, or whoever an output carries it to.
  [[nodiscard]] std::vector<value::Reason> other_subscribers(const Resource& topic) const;

  /// Whether a topic or function takes what an alarm sends (Amazon CloudWatch User Guide, "Alarm actions").
  /// Of all others nothing is known against it.
  [[nodiscard]] Acceptance takes_alarms(const Resource& receiver) const;

  /// The same of any receiver of EventBridge: topics, queues and functions ask their own policies (Amazon
  /// EventBridge User Guide, "Using resource-based policies"). Of all others nothing is known against it.
  [[nodiscard]] Acceptance takes_events(const Resource& receiver) const;

 private:
  [[nodiscard]] bool leaves(const Resource& topic) const;
  /// Whether a topic takes what a service publishes: by its policies, and by the key it is encrypted with
  /// (Amazon SNS Developer Guide, "Configuring Amazon SNS encryption with event sources from AWS services").
  [[nodiscard]] Acceptance takes(const Resource& topic, std::string_view service) const;
  [[nodiscard]] Acceptance policies_let(const Resource& receiver, std::string_view service,
                                        std::string action,
                                        const std::vector<const engine::PolicyInstance*>& policies) const;
  [[nodiscard]] Acceptance key_lets(const Resource& topic, std::string_view service) const;
  /// The same of a queue or function that subscribes to a topic ("Fanout to Amazon SQS queues", "Fanout to
  /// Lambda functions" in the Amazon SNS Developer Guide).
  [[nodiscard]] Acceptance takes_messages(const Resource& subscriber) const;
  /// Of a queue, or a function. Many topics have the same subscribers, so what was found out is kept.
  [[nodiscard]] const Acceptance& lets(const Resource& receiver, std::string_view service) const;
  [[nodiscard]] Acceptance queue_lets(const Resource& queue, std::string_view service) const;
  [[nodiscard]] Acceptance function_lets(const Resource& function, std::string_view service) const;
  /// The policies of a receiver, its own and those of resources that name it.
  [[nodiscard]] std::vector<const engine::PolicyInstance*> policies_of(const Resource& receiver) const;

  const engine::Facts& facts_;
  const NamedResources& named_;
  mutable std::map<std::pair<const Resource*, std::string_view>, Acceptance> known_;  ///< by service
};

}  // namespace rootproof::rules
