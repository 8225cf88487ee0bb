#pragma once

#include <string_view>
#include <vector>

namespace rootproof {

/// The services about whose requests AWS asks the resource policies of a type: "s3", "sqs". Empty when it is
/// not one of the types of which that is known.
[[nodiscard]] std::vector<std::string_view> asking_services(std::string_view type);

}  // namespace rootproof
