#include "analyzer/policy/symbolic_texts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analyzer/policy/condition_match.h"
#include "analyzer/policy/operators.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

namespace {

constexpr char kMark = '\x01';
/// Stands for the value of a variable, whatever it is.
constexpr unsigned kFirstSymbol = 2;
constexpr unsigned kSymbols = 24;

SymbolSet reserved_symbols() {
  SymbolSet set;
  for (unsigned i = 1; i < kFirstSymbol + kSymbols; ++i) set.set(i);
  return set;
}

/// Every variable is a symbol of its own.
class SymbolScope : public TextScope {
 public:
  [[nodiscard]] Substitution variable(const std::string& key) const override {
    const auto symbol = static_cast<unsigned>(symbols_.try_emplace(key, symbols_.size()).first->second);
    Substitution result;
    if (symbol >= kSymbols) return result;
    result.kind = Substitution::Kind::text;
    result.text = static_cast<char>(kFirstSymbol + symbol);
    return result;
  }

 private:
  mutable std::map<std::string, std::size_t> symbols_;
};

/// Whether `wider` holds for every value for which `narrower` does, whatever the values of the variables are.
bool implies(const SymbolicText& narrower, const SymbolicText& wider) {
  // Without wildcards the two forms are the same; with them one is wider.
  const bool comparable =
      narrower.form == wider.form || (narrower.form == TextForm::exact && wider.form == TextForm::glob) ||
      (wider.form == TextForm::exact && narrower.form == TextForm::glob && !has_wildcard(narrower.text));
  if (narrower.spares || wider.spares || !comparable || narrower.variables != VariableRule::replaced ||
      wider.variables != VariableRule::replaced)
    return false;
  // Variables with a default, and those that decide in which component of an ARN they are, are not replaced
  // by a symbol.
  const auto simple = [](const SymbolicText& text) {
    if (text.text.find(',') != std::string::npos) return false;
    if (text.form != TextForm::arn && text.form != TextForm::resource) return true;
    const std::string before = text.text.substr(0, text.text.find("${"));
    return std::count(before.begin(), before.end(), ':') >= 5;
  };
  if (!simple(narrower) || !simple(wider)) return false;
  const SymbolScope scope;
  const auto compiled = [&scope](const SymbolicText& text) {
    return compile_text({value::Value::string(text.text), {}}, text.form, text.variables, scope);
  };
  const CompiledText narrow = compiled(narrower);
  const CompiledText wide = compiled(wider);
  if (!narrow.exact || !wide.exact) return false;
  // A value may be longer than one symbol and hold colons: only "any run of symbols" covers it.
  TextPattern cautious;
  for (const PatternToken& token : wide.pattern.tokens()) {
    const SymbolSet set = wide.pattern.set_of(token);
    const bool free = token.repeat && token.kind == PatternToken::Kind::any;
    const bool symbol = token.kind == PatternToken::Kind::one;
    const SymbolSet taken = free || symbol ? set : set & ~reserved_symbols();
    if (token.repeat)
      cautious.add_run(taken);
    else
      cautious.add_one(taken);
  }
  return surely_inside(narrow.pattern, cautious);
}

bool has_reserved_symbol(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; });
}

class Collector {
 public:
  explicit Collector(RequestModel& model) : model_(model), scope_(model) {}

  void collect(const PolicyDocument& document) {
    const VariableRule variables = variable_rule(document);
    for (const Statement& statement : document.statements) {
      for (const PolicyString& action : statement.actions)
        add(std::string(kActionPart), action, TextForm::glob_ignore_case, VariableRule::literal);
      for (const PolicyString& resource : statement.resources)
        add(std::string(kResourcePart), resource, TextForm::resource, variables, statement.not_resource);
      for (const Condition& condition : statement.conditions) collect(condition, variables);
    }
  }

  bool finish() {
    for (const std::string& part : unsuitable_) found_.erase(part);
    for (const auto& [name, domain] : model_.parts)
      if (domain.piece) found_.erase(domain.piece->of);
    std::erase_if(found_, [](const auto& entry) { return entry.second.size() > limits::kSymbolicTexts; });
    for (auto& [part, texts] : found_)
      for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t k = 0; k < texts.size(); ++k)
          if (i == k || implies(texts[k], texts[i])) texts[i].implied_by.push_back(k);
    const bool any = !found_.empty();
    model_.symbolic = std::move(found_);
    return any;
  }

 private:
  void collect(const Condition& condition, VariableRule variables) {
    const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
    const std::string part = to_lower(condition.key);
    if (!op || op->family == OperatorFamily::null) return;
    const PartDomain& domain = model_.domain(part);
    if (!is_text(op->family) || op->quantifier != SetQuantifier::none || domain.multivalued || domain.piece ||
        part == "aws:epochtime" || domain.not_before || is_scalar(domain.type)) {
      unsuitable_.insert(part);
      return;
    }
    for (const PolicyString& value : condition.values) {
      const std::optional<std::string> text = value.text();
      if (text && to_lower(*text) == "${" + part + "}") continue;  // equal to itself
      add(part, value, text_form(op->family), variables);
    }
  }

  void add(const std::string& part, const PolicyString& entry, TextForm form, VariableRule variables,
           bool spares = false) {
    const std::optional<std::string> text = entry.text();
    if (!text || !may_be_open(*text, form)) return;
    CompiledText compiled = compile_text(entry, form, variables, scope_);
    if (form == TextForm::glob_ignore_case) compiled.exact = compiled.exact && is_documented_action(*text);
    // What a variable without value does to NotResource is not documented.
    if (spares && !compiled.exact) compiled.pattern = TextPattern::anything();
    if (compiled.exact || compiled.never) return;
    if (has_reserved_symbol(*text)) {
      unsuitable_.insert(part);
      return;
    }
    std::vector<SymbolicText>& texts = found_[part];
    const bool known = std::any_of(texts.begin(), texts.end(), [&](const SymbolicText& other) {
      return other.form == form && other.variables == variables && other.spares == spares &&
             other.text == *text;
    });
    if (!known) texts.push_back({*text, form, variables, spares, std::move(compiled.pattern), {}});
  }

  /// Values with marks are neither numbers nor dates nor addresses.
  static bool is_scalar(KeyType type) {
    return type == KeyType::address || type == KeyType::numeric || type == KeyType::date;
  }

  static bool is_text(OperatorFamily family) {
    return takes_variables(family);  // the families that compare texts
  }

  /// A cheap look before the text is compiled.
  static bool may_be_open(const std::string& text, TextForm form) {
    if (text.find("${") != std::string::npos) return true;
    if (form == TextForm::glob_ignore_case) return !is_documented_action(text);
    return form == TextForm::resource && std::count(text.begin(), text.end(), ':') < 5;
  }

  RequestModel& model_;
  ModelScope scope_;
  std::map<std::string, std::vector<SymbolicText>, std::less<>> found_;
  std::set<std::string> unsuitable_;
};

TextPattern marked(const TextPattern& pattern, std::size_t predicates, std::optional<std::size_t> holding) {
  TextPattern result = pattern;
  result.add_literal(std::string_view(&kMark, 1));
  const SymbolSet either = one_of_symbols("01");
  for (std::size_t i = 0; i < predicates; ++i) result.add_one(holding == i ? one_of_symbols("1") : either);
  return result;
}

/// The variables in the documents that the model leaves open, as keys in lower case.
std::set<std::string> open_variables(std::span<const PolicyDocument* const> documents,
                                     const RequestModel& model) {
  const ModelScope scope(model);
  std::set<std::string> keys;
  const auto note = [&keys, &scope, &model](const PolicyString& entry) {
    const std::optional<std::string> text = entry.text();
    if (!text || text->find("${") == std::string::npos) return;
    for (std::string& key : variables_in(*text))
      if (scope.variable(key).kind == Substitution::Kind::open && !model.domain(key).piece)
        keys.insert(std::move(key));
  };
  for (const PolicyDocument* document : documents) {
    if (variable_rule(*document) != VariableRule::replaced) continue;
    for (const Statement& statement : document->statements) {
      for (const PolicyString& resource : statement.resources) note(resource);
      for (const Condition& condition : statement.conditions)
        for (const PolicyString& value : condition.values) note(value);
    }
  }
  return keys;
}

/// A value that some condition asks the key for.
std::optional<std::string> written_value(std::span<const PolicyDocument* const> documents,
                                         const std::string& key) {
  for (const PolicyDocument* document : documents) {
    for (const Statement& statement : document->statements) {
      for (const Condition& condition : statement.conditions) {
        const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
        if (!op || !takes_variables(op->family) || op->negated || to_lower(condition.key) != key) continue;
        for (const PolicyString& value : condition.values) {
          std::optional<std::string> text = value.text();
          if (!text || text->find("${") != std::string::npos) continue;
          if (takes_wildcards(op->family)) {
            std::replace(text->begin(), text->end(), '?', 'x');
            std::erase(*text, '*');
          }
          return text;
        }
      }
    }
  }
  return std::nullopt;
}

std::string usual_value(const std::string& key) {
  if (key.ends_with("account")) return "111122223333";
  const ContextKey* known = find_context_key(key);
  if (known != nullptr && !known->ordinary.empty()) return std::string(known->ordinary);
  if (known != nullptr && known->type == KeyType::arn) return "arn:aws:iam::111122223333:role/example";
  return "example";
}

/// One that no other key has, so that it shows which of them is asked for.
std::string value_of_its_own(const std::string& key, std::size_t number) {
  if (key.ends_with("account")) return std::to_string(111'122'223'333 + number);
  return usual_value(key) + "-" + std::to_string(number);
}

}  // namespace

bool add_symbolic_texts(std::span<const PolicyDocument* const> documents, RequestModel& model) {
  Collector collector(model);
  for (const PolicyDocument* document : documents) collector.collect(*document);
  return collector.finish();
}

TextPattern with_marks(const TextPattern& pattern, std::size_t predicates) {
  return marked(pattern, predicates, std::nullopt);
}

TextPattern with_mark(const TextPattern& pattern, std::size_t predicates, std::size_t holding) {
  return marked(pattern, predicates, holding);
}

void mark_symbolic_domains(RequestModel& model) {
  for (const auto& [part, texts] : model.symbolic) {
    PartDomain domain = model.domain(part);
    if (domain.within.empty()) domain.within = {TextPattern::anything()};
    for (std::vector<TextPattern>* patterns : {&domain.within, &domain.without})
      for (TextPattern& pattern : *patterns) pattern = with_marks(pattern, texts.size());
    domain.constant.reset();
    domain.ordinary.clear();
    domain.samples.clear();
    model.parts.set(part, std::move(domain));
  }
}

std::vector<RequestModel> with_set_variables(std::span<const PolicyDocument* const> documents,
                                             const RequestModel& model) {
  const std::set<std::string> keys = open_variables(documents, model);
  if (keys.empty()) return {};
  std::vector<RequestModel> models(4, model);
  std::size_t number = 0;
  for (const std::string& key : keys) {
    const std::optional<std::string> written = written_value(documents, key);
    models[0].fix(key, written.value_or(usual_value(key)));
    models[1].fix(key, usual_value(key));
    if (model.domain(key).may_be_absent) models[2].remove(key);
    models[3].fix(key, value_of_its_own(key, ++number));
  }
  if (keys.size() == 1) models.pop_back();
  return models;
}

}  // namespace rootproof::policy
