#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::cloudformation {

class Evaluator;

[[nodiscard]] bool is_missing(const value::Value* value);

/// A value as it is when the guard holds.
struct Way {
  value::Guard guard;
  value::Value value;
};
/// Every way a property may turn out; one that is not there is absent.
[[nodiscard]] std::vector<Way> ways_of(const value::Value* value);

/// The method of an API that an event names, in the words of its ARNs: any of them is `*`.
[[nodiscard]] std::string api_method(const value::Value* method);
/// A path of an API with its parameters as wildcards, as it stands in ARNs.
[[nodiscard]] std::string api_path(const std::string& path);

/// The logical id of the API that events belong to which name none.
inline constexpr std::string_view kImplicitRestApi = "ServerlessRestApi";

/// Makes the values of generated resources. They stand where the resource that they come from does.
class ServerlessValues {
 public:
  explicit ServerlessValues(source::Span span) : span_(span) {}

  [[nodiscard]] value::Value text(std::string_view text) const;
  [[nodiscard]] value::Value list(std::vector<value::Value> items) const;
  [[nodiscard]] value::Value map(std::vector<value::Member> members) const;
  /// What is not evaluated, by name.
  [[nodiscard]] value::Value unknown(std::string what) const;

  /// A statement that allows; one action stands by itself.
  [[nodiscard]] value::Value statement(std::vector<value::Value> actions,
                                       std::vector<value::Member> more) const;
  [[nodiscard]] value::Value document(std::vector<value::Value> statements, bool version) const;
  [[nodiscard]] value::Value named(std::string_view name, const value::Value& document) const;

  /// The trust policy that lets a service assume the role.
  [[nodiscard]] value::Value trust(std::string_view service) const;
  /// The ARN of AWS's managed policy of this name.
  [[nodiscard]] value::Value managed(Evaluator& evaluator, std::string_view name) const;
  /// `arn:<partition>:<service>:<region>:<account>:` and the parts.
  [[nodiscard]] value::Value arn(Evaluator& evaluator, std::string_view service,
                                 const std::vector<value::Value>& parts) const;
  /// A text of Fn::Sub from a table, with the pseudo parameters and the members of `given` that it names.
  [[nodiscard]] value::Value filled(Evaluator& evaluator, std::string_view text,
                                    const value::Value& given) const;

 private:
  source::Span span_;
};

}  // namespace rootproof::cloudformation
