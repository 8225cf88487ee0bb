#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "parsers/organization_files/organization_files.h"

/// YAML as these tools read it: files are included, mappings merged, and what templating fills in is a hole.
/// Nothing else includes this.
namespace rootproof::organization_files {

/// What stands at a place once includes are followed; `unknown` where that cannot be told.
struct Found {
  std::optional<syntax::SyntaxNode> node;
  std::optional<value::Reason> unknown;

  [[nodiscard]] bool is_sequence() const { return node && node->is_sequence(); }
  [[nodiscard]] bool is_mapping() const { return node && node->is_mapping(); }
  [[nodiscard]] bool is_scalar() const { return node && node->is_scalar(); }
};

struct Entry {
  syntax::SyntaxNode key;
  syntax::SyntaxNode value;
};

/// The members of a mapping, merged ones (`<<`) behind its own.
struct Entries {
  std::vector<Entry> entries;
  std::unordered_set<std::string_view> keys;
  std::vector<value::Reason> unknown;  ///< what may hold more of them
};

class Configuration {
 public:
  explicit Configuration(const Surroundings& surroundings)
      : surroundings_(surroundings), replacements_(surroundings.placeholders) {}

  /// `!Include` and `!include` lead to the file that is named, other tags and templating nowhere.
  [[nodiscard]] Found resolve(const syntax::SyntaxNode& node);
  [[nodiscard]] Entries entries(const syntax::SyntaxNode& mapping);
  /// A member of a mapping, included files followed; nothing when there is none.
  [[nodiscard]] Found find(const syntax::SyntaxNode& mapping, std::string_view key);
  /// The member as it is written, templating included: equal texts name the same object.
  [[nodiscard]] std::optional<syntax::SyntaxNode> raw(const syntax::SyntaxNode& mapping,
                                                      std::string_view key);
  /// What templating fills in, as far as it is known.
  void set_replacements(std::map<std::string, std::string, std::less<>> replacements) {
    replacements_ = std::move(replacements);
    replacements_.insert(surroundings_.placeholders.begin(), surroundings_.placeholders.end());
  }
  /// The text of a scalar, or of a place that templating fills in; what is not known of it stays as it is
  /// written. Equal texts stand for the same.
  [[nodiscard]] std::string text(const syntax::SyntaxNode& node) const;
  /// The same where all of it is known.
  [[nodiscard]] std::optional<std::string> known_text(const syntax::SyntaxNode& node) const;
  /// The same of a member.
  [[nodiscard]] std::optional<std::string> known_text(const syntax::SyntaxNode& mapping,
                                                      std::string_view key);
  /// The value that stands there.
  [[nodiscard]] value::Value value(const syntax::SyntaxNode& node);
  /// The items of a list, of which a single one may be written without the list.
  [[nodiscard]] std::vector<syntax::SyntaxNode> items(const Found& found);

 private:
  [[nodiscard]] const std::string* replacement(std::string_view name) const;
  [[nodiscard]] value::Value templated_text(const syntax::SyntaxNode& node) const;
  value::Value convert(const syntax::SyntaxNode& node, unsigned depth);
  value::Value convert_mapping(const syntax::SyntaxNode& node, unsigned depth);
  void add_entries(const syntax::SyntaxNode& mapping, unsigned depth, Entries& found);
  Found resolve(const syntax::SyntaxNode& node, unsigned depth);

  const Surroundings& surroundings_;
  std::map<std::string, std::string, std::less<>> replacements_;
  std::size_t included_ = 0;
  std::size_t nodes_ = 0;
};

/// The text of a scalar as it is written, templating included; of anything else the text of the file.
[[nodiscard]] std::string written_text(const syntax::SyntaxNode& node);

/// The first block or comment of templating in a text (`{% … %}`, `{# … #}`, `{{#if …}}`, `{{!-- … --}}`),
/// wherever it stands: these tools fill templates in before they read YAML, so comments of YAML are no
/// refuge. What stands around it may be left out or repeated. nullopt when there is none.
[[nodiscard]] std::optional<value::Reason> templating_block(const source::SourceFile& file);

/// `{{ … }}`, quoted or not.
[[nodiscard]] bool is_templated(const syntax::SyntaxNode& node);
/// Why nobody knows what stands there.
[[nodiscard]] value::Reason placeholder(const syntax::SyntaxNode& node);

[[nodiscard]] value::Origin written(source::Span span);
/// A resource of a file of `unit`, without properties.
[[nodiscard]] Resource new_resource(const EvaluatedUnit& unit, std::string_view type, std::string address,
                                    source::Span span, source::Span body,
                                    const std::optional<value::Reason>& rewritten_by);
/// Adds it to the unit with these properties.
void add_resource(EvaluatedUnit& unit, Resource resource, std::vector<value::Member> members);
/// Stands for the object of that address: what a property of another one names.
[[nodiscard]] value::Value reference_to(const std::string& symbol, const value::Reason& otherwise);

}  // namespace rootproof::organization_files
