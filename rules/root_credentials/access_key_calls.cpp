#include "rules/root_credentials/access_key_calls.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <utility>

#include "analyzer/policy/truth.h"
#include "rules/root_credentials/script_places.h"
#include "rules/root_credentials/shell_commands.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;

/// Global options of the AWS CLI that take no value (AWS CLI reference, "Global options").
bool is_flag(std::string_view option) {
  constexpr std::array<std::string_view, 8> kFlags{
      "--debug",        "--no-verify-ssl",   "--no-paginate",        "--no-sign-request",
      "--no-cli-pager", "--cli-auto-prompt", "--no-cli-auto-prompt", "--version"};
  return option.find('=') != std::string_view::npos ||
         std::find(kFlags.begin(), kFlags.end(), option) != kFlags.end();
}

/// The next word that is no global option; words.size() when there is none.
std::size_t skip_options(std::span<const ShellWord> words, std::size_t at) {
  while (at < words.size() && words[at].text.starts_with("--")) at += is_flag(words[at].text) ? 1 : 2;
  return std::min(at, words.size());
}

/// Whether the arguments of `aws iam create-access-key` name a user; nullopt when it calls nothing.
std::optional<Truth> names_user(std::span<const ShellWord> arguments) {
  Truth named = Truth::no;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& text = arguments[i].text;
    if (text == "help" || text.starts_with("--generate-cli-skeleton")) return std::nullopt;
    if (text.starts_with("--user")) return Truth::yes;
    if (text.starts_with("--cli-input-")) {
      const bool inside =
          text.find("UserName") != std::string::npos ||
          (i + 1 < arguments.size() && arguments[i + 1].text.find("UserName") != std::string::npos);
      if (inside) return Truth::yes;
      named = Truth::unknown;
      ++i;
      continue;
    }
    if (text.starts_with("--")) {
      i += is_flag(text) ? 0 : 1;  // the value of an option is none itself
      continue;
    }
    // A word that is expanded may be any options.
    if (arguments[i].open) named = Truth::unknown;
  }
  return named;
}

std::optional<AccessKeyCall> read_command(const ShellCommand& command) {
  const std::span<const ShellWord> words = command.words;
  std::string program = lower_case(words[0].text.substr(words[0].text.find_last_of("/\\") + 1));
  if (program == "new-iamaccesskey") {
    const bool named = std::any_of(words.begin(), words.end(), [](const ShellWord& word) {
      return lower_case(word.text).starts_with("-user");
    });
    return AccessKeyCall{policy::to_truth(named), "New-IAMAccessKey", command.offset};
  }
  if (program != "aws" && program != "aws.exe") return std::nullopt;
  const std::size_t service = skip_options(words, 1);
  if (service >= words.size() || words[service].text != "iam") return std::nullopt;
  const std::size_t operation = skip_options(words, service + 1);
  if (operation >= words.size() || words[operation].text != "create-access-key") return std::nullopt;
  std::vector<ShellWord> arguments(words.begin() + static_cast<std::ptrdiff_t>(service) + 1,
                                   words.begin() + static_cast<std::ptrdiff_t>(operation));
  arguments.insert(arguments.end(), words.begin() + static_cast<std::ptrdiff_t>(operation) + 1, words.end());
  const std::optional<Truth> named = names_user(arguments);
  if (!named) return std::nullopt;
  return AccessKeyCall{*named, "aws iam create-access-key", command.offset};
}

std::vector<AccessKeyCall> calls_of(const std::vector<ShellCommand>& commands) {
  std::vector<AccessKeyCall> calls;
  for (const ShellCommand& command : commands)
    if (std::optional<AccessKeyCall> call = read_command(command)) calls.push_back(std::move(*call));
  return calls;
}

/// Blanks out comments and the insides of texts, so that only code is left; places stay.
std::string code_only(std::string_view text) {
  std::string code(text);
  std::size_t at = 0;
  const auto blank = [&](std::size_t end) {
    for (end = std::min(end, code.size()); at < end; ++at)
      if (code[at] != '\n') code[at] = ' ';
  };
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    const bool word_begins = at == 0 || std::isspace(static_cast<unsigned char>(text[at - 1])) != 0;
    if ((rest[0] == '#' || rest.starts_with("//")) && word_begins) {
      blank(text.find('\n', at));
    } else if (rest.starts_with("/*")) {
      const std::size_t end = text.find("*/", at);
      blank(end == std::string_view::npos ? text.size() : end + 2);
    } else if (rest.starts_with(R"(""")") || rest.starts_with("'''")) {
      const std::size_t end = text.find(rest.substr(0, 3), at + 3);
      blank(end == std::string_view::npos ? text.size() : end + 3);
    } else if (rest[0] == '"' || rest[0] == '\'' || rest[0] == '`') {
      std::size_t end = at + 1;
      while (end < text.size() && text[end] != rest[0]) end += text[end] == '\\' ? 2 : 1;
      // Keys of an argument may be quoted: UserName is kept.
      if (rest.substr(1, std::min(end, text.size()) - at - 1) == "UserName")
        at = std::min(end + 1, text.size());
      else
        blank(end + 1);
    } else {
      ++at;
    }
  }
  return code;
}

/// Calls of the SDKs of Python and JavaScript.
std::vector<AccessKeyCall> read_program(std::string_view text) {
  constexpr std::array<std::string_view, 3> kCalls{".create_access_key(", ".createAccessKey(",
                                                   "CreateAccessKeyCommand("};
  std::vector<AccessKeyCall> calls;
  const std::string code = code_only(text);
  for (const std::string_view name : kCalls) {
    for (std::size_t at = code.find(name); at != std::string::npos; at = code.find(name, at + 1)) {
      std::size_t end = at + name.size();
      for (int open = 1; end < code.size(); ++end) {
        open += code[end] == '(' ? 1 : code[end] == ')' ? -1 : 0;
        if (open == 0) break;
      }
      const std::string arguments = code.substr(at + name.size(), end - at - name.size());
      const std::size_t first = arguments.find_first_not_of(" \t\r\n");
      const bool spreads = arguments.find("**") != std::string::npos ||
                           arguments.find("...") != std::string::npos ||
                           arguments.find(kUnknownText) != std::string::npos;
      const bool is_made_elsewhere = first != std::string::npos && arguments[first] != '{' &&
                                     arguments.find('=') == std::string::npos &&
                                     !std::string_view(arguments).substr(first).starts_with("function");
      Truth user = spreads || is_made_elsewhere ? Truth::unknown : Truth::no;
      if (arguments.find("UserName") != std::string::npos) user = Truth::yes;
      calls.push_back({user, std::string(name.substr(name[0] == '.' ? 1 : 0)) + ")", at});
    }
  }
  std::sort(calls.begin(), calls.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
  return calls;
}

}  // namespace

std::vector<AccessKeyCall> read_access_key_calls(std::string_view text, ScriptKind kind) {
  switch (kind) {
    case ScriptKind::shell:
      return calls_of(read_shell_commands(text));
    case ScriptKind::build_spec:
      return calls_of(read_yaml_commands(text));
    case ScriptKind::program:
      return read_program(text);
    case ScriptKind::user_data:
      break;
  }
  if (const std::optional<std::string> decoded = text.empty() ? std::nullopt : decoded_user_data(text)) {
    std::vector<AccessKeyCall> calls = read_access_key_calls(*decoded + "\n ", ScriptKind::user_data);
    for (AccessKeyCall& call : calls) call.offset.reset();
    return calls;
  }
  return calls_of(text.starts_with("#cloud-config") ? read_yaml_commands(text) : read_shell_commands(text));
}

}  // namespace rootproof::rules
