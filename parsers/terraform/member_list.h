#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// The members of a map that is being built: found by key in constant time, kept in order of their first
/// appearance.
class MemberList {
 public:
  [[nodiscard]] value::Member* find(const std::string& key) {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &members_[found->second];
  }

  /// A later member of the same key takes the place of the earlier one.
  void put(value::Member member) {
    if (value::Member* existing = find(member.key)) {
      *existing = std::move(member);
      return;
    }
    index_.emplace(member.key, members_.size());
    members_.push_back(std::move(member));
  }

  [[nodiscard]] std::vector<value::Member> take() && { return std::move(members_); }

 private:
  std::vector<value::Member> members_;
  std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace rootproof::terraform
