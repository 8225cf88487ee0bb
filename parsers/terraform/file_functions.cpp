// Functions that read files, below the scanned roots only.
#include <array>

#include "parsers/terraform/encoding.h"
#include "parsers/terraform/file_set.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/unicode_text.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;
using value::ValueType;
using Kind = value::Value::Kind;

const source::SourceFile* file_of(const Call& call) { return read_file(call, call.text_argument(0)); }

Value not_found(const Call& call, ValueType type = ValueType::string) {
  return Value::unknown({ReasonKind::unresolved_file,
                         std::string(call.name) + "(\"" + call.text_argument(0) + "\")", call.context.call},
                        type);
}

/// Terraform hands out the bytes of a file, marks and all; ours are UTF-8 without them.
Value of_other_encoding(const Call& call) {
  return Value::unknown(
      {ReasonKind::unsupported, std::string(call.name) + " of a file in UTF-16 or with a byte order mark",
       call.context.call},
      ValueType::string);
}

Value file(const Call& call) {
  const source::SourceFile* found = file_of(call);
  if (found == nullptr) return not_found(call);
  if (!found->has_original_bytes()) return of_other_encoding(call);
  std::string text = normalized(found->text());
  const bool verbatim = text == found->text();
  return Value::string(std::move(text),
                       value::Origin({value::OriginKind::file, found->whole(), "file " + found->path()}),
                       found->whole(), verbatim)
      .with_step({value::OriginKind::function, call.context.call, "file"});
}

Value filebase64(const Call& call) {
  const source::SourceFile* found = file_of(call);
  if (found == nullptr) return not_found(call);
  return found->has_original_bytes() ? call.text(to_base64(found->text())) : of_other_encoding(call);
}

Value fileexists(const Call& call) {
  return file_of(call) != nullptr ? call.boolean(true) : not_found(call, ValueType::boolean);
}

Value templatefile(const Call& call) {
  const std::optional<std::string> path = known_text(call.arguments[0]);
  if (!path) return call.unknown_because(call.arguments[0], ValueType::string);
  if (!call.arguments[1].is(Kind::map)) return call.unknown_because(call.arguments[1], ValueType::string);
  const source::SourceFile* found = file_of(call);
  if (found == nullptr || !call.context.render_template) return not_found(call);
  if (!found->has_original_bytes()) return of_other_encoding(call);
  return call.context.render_template(*found, call.arguments[1]);
}

/// Go's filepath.Clean: no empty, `.` and inner `..` parts.
std::string clean_path(std::string_view path) {
  std::vector<std::string_view> parts;
  const bool rooted = path.starts_with('/');
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    const bool up = part == "..";
    if (up && !parts.empty() && parts.back() != "..")
      parts.pop_back();
    else if (!up || !rooted)
      parts.push_back(part);
  }
  std::string result = rooted ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) result += (i == 0 ? "" : "/") + std::string(parts[i]);
  return result.empty() ? "." : result;
}

Value basename(const Call& call) {
  std::string path = call.text_argument(0);
  if (path.empty()) return call.text(".");
  path.erase(path.find_last_not_of('/') + 1);
  if (path.empty()) return call.text("/");
  return call.text(path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1));
}

Value dirname(const Call& call) {
  const std::string path = call.text_argument(0);
  return call.text(
      clean_path(path.substr(0, path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1)));
}

constexpr std::array kFileFunctions = {
    FunctionEntry{"basename", "s>s", basename},
    FunctionEntry{"dirname", "s>s", dirname},
    FunctionEntry{"file", "s>s", file},
    FunctionEntry{"filebase64", "s>s", filebase64},
    FunctionEntry{"fileexists", "s>b", fileexists},
    FunctionEntry{"fileset", "ss>l", file_set},
    FunctionEntry{"templatefile", "sa>s", templatefile, Unknowns::parts},
};

}  // namespace

std::span<const FunctionEntry> file_functions() { return kFileFunctions; }

}  // namespace rootproof::terraform
