#pragma once

#include <cstddef>
#include <optional>

#include "analyzer/policy/answer.h"
#include "analyzer/policy/questions.h"

/// Texts of statements that AWS refuses. No request matches them, so nothing is allowed as it stands; what
/// was meant, or what something that fills the text in makes of it, may be another matter.
namespace rootproof::rules {

/// A text of the statement that is no action or no ARN, or an Action without any; nullopt where there is
/// none.
[[nodiscard]] std::optional<value::Reason> refused_text(const policy::PolicyDocument& document,
                                                        std::size_t statement);

/// The document as it may have been meant, with anything in the place of such texts of the statement; nullopt
/// where there are none.
[[nodiscard]] std::optional<policy::PolicyDocument> with_refused_filled_in(
    const policy::PolicyDocument& document, std::size_t statement);

/// The document of a text that is no JSON for nothing but commas before the end of a list or an object;
/// nullopt for others. What it says stands nowhere, so that its places are none.
[[nodiscard]] std::optional<policy::PolicyDocument> with_commas_dropped(
    const policy::PolicyDocument& document);

}  // namespace rootproof::rules
