#include "analyzer/report/line_hash.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Expected values were computed with the algorithm of github/codeql-action, src/fingerprints.ts.
namespace rootproof::report {
namespace {

using Hashes = std::vector<std::string>;

TEST(LineHash, AsTheUploadActionComputesIt) {
  EXPECT_EQ(line_hashes(" a\nb\n  \t\tc\n d"),
            (Hashes{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}));
}

TEST(LineHash, LineBreaksAreUnified) {
  const Hashes expected{"f84690c135b911bc:1", "aad4a02e03ead089:1", "ea3c9d90efb5d3d4:1",
                        "c129715d7a2bc9a3:1"};
  EXPECT_EQ(line_hashes("Resources:\n  Logs:\r\n    Type: AWS::S3::Bucket\r\n"), expected);
  EXPECT_EQ(line_hashes("Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n"), expected);
  EXPECT_EQ(line_hashes("Resources:\r  Logs:\r    Type: AWS::S3::Bucket\r"), expected);
}

TEST(LineHash, LongLinesAndCharactersBeyondTheBasicPlane) {
  EXPECT_EQ(line_hashes("ключ: 𝔘😀\n" + std::string(150, 'x') + "\nend"),
            (Hashes{"d46faeb6af2979e0:1", "52b56201ffb58620:1", "43b6461eda086fe2:1"}));
}

TEST(LineHash, EqualLinesAreCounted) {
  const std::string line = std::string(100, 'x') + "\n";
  const Hashes hashes = line_hashes(line + line);
  ASSERT_EQ(hashes.size(), 3U);
  EXPECT_EQ(hashes[0].substr(0, hashes[0].find(':')), hashes[1].substr(0, hashes[1].find(':')));
  EXPECT_EQ(hashes[0].back(), '1');
  EXPECT_EQ(hashes[1].back(), '2');
}

TEST(LineHash, EveryLineHasOne) {
  EXPECT_EQ(line_hashes("").size(), 1U);
  EXPECT_EQ(line_hashes("\n\n").size(), 3U);
}

TEST(LineHash, IndentationDoesNotCount) { EXPECT_EQ(line_hashes("  a:\n    b"), line_hashes("a:\n\tb")); }

}  // namespace
}  // namespace rootproof::report
