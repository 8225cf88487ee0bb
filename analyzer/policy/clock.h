#pragma once

#include <string>

/// The day from which on requests are asked about.
namespace rootproof::policy {

/// A deny that begins later is not yet there, one that ended earlier never comes back; any day after this one
/// may be the day of a request. YYYY-MM-DD, to be said before the first question; a fixed day otherwise,
/// which keeps answers the same from run to run.
void set_first_day(const std::string& day);

}  // namespace rootproof::policy
