#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/truth.h"
#include "parsers/resource.h"

namespace rootproof::rules {

/// What a field that differs from event to event may hold.
struct OpenField {
  std::string prefix;
  std::string suffix;
  std::vector<std::string> forms;   ///< where there are any: all it ever is, `#` for any digit
  std::vector<std::string> except;  ///< texts it never is
  bool same = false;                ///< in all events of one account: its number, the ARN of its root user
  bool always = false;              ///< never missing
  bool missing = false;             ///< never there, although what holds it may be
  std::vector<std::string> examples;

  [[nodiscard]] bool may_be(std::string_view text) const;
  /// Whether some text that it may hold is like `pattern`, in which `any` stands for any text.
  [[nodiscard]] bool may_be_like(std::string_view pattern, char any = '*') const;
  /// Whether all that it may hold are; false where that is not sure.
  [[nodiscard]] bool is_always_like(std::string_view pattern, char any = '*') const;
  [[nodiscard]] OpenField in_lower_case() const;
};

/// What stands at a path of an event.
struct EventField {
  const nlohmann::json* value = nullptr;
  const OpenField* open = nullptr;  ///< set: any text of this form, or nothing

  [[nodiscard]] bool absent() const { return value == nullptr && open == nullptr; }
};

/// Where events are recorded; empty is what is not known.
struct EventPlace {
  std::string partition;
  std::string account;  ///< the id
  std::string region;
};

/// What is known of where a resource is deployed to. Without an account or a Region of its own it may be sent
/// events of others, too.
[[nodiscard]] EventPlace place_of_events(const Resource& resource);

/// "If you sign in as the root user, CloudTrail records the event in us-east-1" (CloudTrail User Guide, "AWS
/// Management Console sign-in events"), as it does with calls of global services.
inline constexpr std::string_view kGlobalRegion = "us-east-1";

/// A service as events name it: its calls have one, which `source` and `eventSource` both tell.
struct EventService {
  explicit EventService(std::string_view name);

  nlohmann::json source;        ///< "aws.iam"
  nlohmann::json event_source;  ///< "iam.amazonaws.com"
  bool is_global = false;       ///< in the partition `aws`, its calls are recorded in kGlobalRegion
};

/// Those of the action catalogue, by the names that CloudTrail has for them. That a service is missing here
/// proves nothing.
[[nodiscard]] const std::vector<EventService>& event_services();

/// All the events of one sort that CloudTrail records of a root user with long-term credentials.
struct RootEvent {
  std::string name;  ///< "sign-in to the console"
  bool sign_in = false;
  nlohmann::json event;  ///< as EventBridge delivers it; the record of CloudTrail is "detail"
  std::map<std::string, OpenField> open;
  std::string partition = {};  ///< where it is recorded, if that is asked about

  /// `path` is dotted: "detail.userIdentity.type". The result points into this event.
  [[nodiscard]] EventField at(std::string_view path) const;
  /// The same of the events of this sort that are about one service, and into that.
  [[nodiscard]] EventField at(std::string_view path, const EventService& service) const;
  /// Whether there are such: EventBridge makes `aws.iam` of `iam.amazonaws.com`.
  [[nodiscard]] bool may_be_of(const EventService& service) const;
};

/// Makes an event one that is recorded in a Region.
void record_in(std::string_view region, RootEvent& event);

/// The events of a sort that are recorded at a place.
[[nodiscard]] RootEvent recorded_at(RootEvent event, const EventPlace& place);

/// The sorts of rules/data/root_events.json.
[[nodiscard]] std::vector<RootEvent> root_events();

/// An event of a root user, and what CloudTrail records where others do the same.
struct RootUse {
  RootEvent by_root;
  std::vector<RootEvent> by_others;
};
[[nodiscard]] const std::vector<RootUse>& root_uses();

/// What CloudTrail records when somebody opens a session of a root user, or does something in one, each with
/// an event like it that is about neither.
[[nodiscard]] std::vector<RootUse> root_session_events();

/// Whether `match` takes one of the events, and not the like ones of others.
template <typename Match>
policy::Truth takes_only(std::span<const RootUse> uses, const Match& match) {
  policy::Truth any = policy::Truth::no;
  for (const RootUse& use : uses) {
    policy::Truth alone = match(use.by_root);
    for (const RootEvent& other : use.by_others) alone = policy::both(alone, !match(other));
    any = policy::either(any, alone);
  }
  return any;
}

}  // namespace rootproof::rules
