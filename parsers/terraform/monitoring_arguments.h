#pragma once

#include <string_view>

namespace rootproof::terraform {

/// Whether an argument of a resource decides what is recorded of root users, what is looked for in that, or
/// who is told of it. Without `argument`: whether any does.
[[nodiscard]] bool decides_monitoring(std::string_view type, std::string_view argument = {});

}  // namespace rootproof::terraform
