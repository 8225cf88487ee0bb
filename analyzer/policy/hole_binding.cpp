#include "analyzer/policy/hole_binding.h"

#include <utility>
#include <vector>

namespace rootproof::policy {

using value::Hole;
using value::StringPiece;
using value::TextPiece;
using value::Value;

namespace {

class HoleBinder {
 public:
  explicit HoleBinder(const HoleFiller& fill) : fill_(fill) {}

  void bind(Statement& statement, std::size_t index) {
    index_ = index;
    for (PolicyString& action : statement.actions) bind(action, HolePlace::action);
    for (PolicyString& resource : statement.resources) bind(resource, HolePlace::resource);
    for (Condition& condition : statement.conditions)
      for (PolicyString& value : condition.values) bind(value, HolePlace::condition, condition.key);
    for (Principal& principal : statement.principals)
      if (bind(principal.text, HolePlace::principal))
        principal = parse_principal(key_of(principal.type), std::move(principal.text));
  }

 private:
  static const char* key_of(PrincipalType type) {
    switch (type) {
      case PrincipalType::aws:
        return "AWS";
      case PrincipalType::service:
        return "Service";
      case PrincipalType::federated:
        return "Federated";
      case PrincipalType::canonical_user:
        return "CanonicalUser";
      case PrincipalType::everyone:
        return "*";
      case PrincipalType::unknown:
        break;
    }
    return "";
  }

  bool bind(PolicyString& text, HolePlace place, std::string_view key = {}) {
    if (!text.value.is_partial()) return false;
    std::vector<StringPiece> pieces;
    bool changed = false;
    bool at_start = true;
    std::string before;
    for (const StringPiece& piece : text.value.pieces()) {
      const Hole* hole = std::get_if<Hole>(&piece);
      std::optional<std::string> filled;
      if (hole != nullptr) filled = fill_({*hole, index_, place, at_start, before, key});
      if (filled) {
        pieces.emplace_back(TextPiece{std::move(*filled), {}, false});
        changed = true;
      } else {
        pieces.push_back(piece);
      }
      const auto* written = std::get_if<TextPiece>(&piece);
      if (hole != nullptr || !written->text.empty()) at_start = false;
      before += hole == nullptr ? written->text : "*";
    }
    if (changed) text.value = Value::string(std::move(pieces), text.value.origin());
    return changed;
  }

  const HoleFiller& fill_;
  std::size_t index_ = 0;
};

}  // namespace

const std::string& name_of(const value::Hole& hole) {
  return hole.symbol.empty() ? hole.reason->detail : hole.symbol;
}

PolicyDocument bind_holes(const PolicyDocument& document, const HoleFiller& fill) {
  PolicyDocument bound = document;
  HoleBinder binder(fill);
  for (std::size_t i = 0; i < bound.statements.size(); ++i) binder.bind(bound.statements[i], i);
  return bound;
}

}  // namespace rootproof::policy
