#include "analyzer/cli/cli.h"

int main(int argc, char** argv) { return rootproof::cli::run(argc, argv); }
