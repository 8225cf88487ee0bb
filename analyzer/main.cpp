#include "analyzer/cli/cli.h"

#ifdef ROOTPROOF_JEMALLOC
/// jemalloc's own settings. What was given back goes to the system a tenth of a second later and not after
/// ten, within which most scans are done. Large pages: a scan fills most of what it takes, and being given
/// small ones cost a sixth of its time.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "dirty_decay_ms:100,thp:always";
}
#endif

int main(int argc, char** argv) { return rootproof::cli::run(argc, argv); }
