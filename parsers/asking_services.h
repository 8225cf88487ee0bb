#pragma once

#include <string_view>
#include <vector>

namespace rootproof {

/// The services about whose requests AWS asks the resource policies of a type: "s3", "sqs". Empty when it is
/// not one of the types of which that is known.
[[nodiscard]] std::vector<std::string_view> asking_services(std::string_view type);

/// Whether the resources of one of these types are asked for in the Region in which they lie, and nowhere
/// else; false where that is not known.
[[nodiscard]] bool is_asked_in_its_region(std::string_view type);

}  // namespace rootproof
