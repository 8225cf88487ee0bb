#include "analyzer/policy/proof_text.h"

#include <algorithm>

#include "analyzer/policy/sentences.h"

namespace rootproof::policy {

namespace {

class ProofWriter {
 public:
  explicit ProofWriter(const ProofNames& names) : names_(names) {}

  void write(const ProofNode& node, std::size_t level, const std::string& what) {
    // A node without a statement had nothing in it, which its parent's demand says already.
    if (node.box == nullptr) return;
    add(std::string(2 * level, ' ') + what + names_.claim(*node.box));
    for (const ProofNode::Rest& rest : node.rests)
      write(*rest.taken, level + 1, rest_text(*node.box, rest.demand) + ": ");
    if (node.cut) add(std::string(2 * level + 2, ' ') + "and so on");
  }

  [[nodiscard]] std::vector<std::string> take() && { return std::move(lines_); }

 private:
  /// Choices of allowing statements often end alike.
  void add(std::string line) {
    if (line.front() != ' ' && std::find(lines_.begin(), lines_.end(), line) != lines_.end()) return;
    lines_.push_back(std::move(line));
  }

  static std::string rest_text(const StatementBox& box, std::size_t demand) {
    if (const Condition* condition = box.conditions[demand])
      return "unless " + condition_sentence(*condition);
    if (box.document == nullptr) return "other actions";
    const Statement& statement = box.document->statements[box.index];
    const bool action = box.demands[demand].part == kActionPart;
    const bool inverted = action ? statement.not_action : statement.not_resource;
    const std::string list = sentence_list(action ? statement.actions : statement.resources);
    return (action ? "actions " : "resources ") + std::string(inverted ? "like " : "other than ") + list;
  }

  const ProofNames& names_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> proof_lines(const std::vector<ProofNode>& proof, const ProofNames& names) {
  ProofWriter writer(names);
  for (const ProofNode& node : proof) writer.write(node, 0, "");
  std::vector<std::string> result = std::move(writer).take();
  if (result.size() <= kProofLines) return result;
  const std::size_t left_out = result.size() - kProofLines;
  result.resize(kProofLines);
  result.push_back("and " + std::to_string(left_out) + " more steps of this kind");
  return result;
}

void ShownProofs::add(const std::vector<std::string>& lines) {
  if (lines.empty() || !known_.insert(lines).second || lines_.size() + lines.size() > kProofLines) return;
  lines_.insert(lines_.end(), lines.begin(), lines.end());
}

}  // namespace rootproof::policy
