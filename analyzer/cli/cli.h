#pragma once

namespace rootproof::cli {

/// Runs the program; the result is its exit status (cli.md, "Exit status").
int run(int argc, char** argv);

}  // namespace rootproof::cli
