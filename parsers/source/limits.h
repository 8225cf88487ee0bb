#pragma once

#include <cstddef>
#include <cstdint>

/// Every bound on hostile input, in one place. Reaching one is reported by its name and never ends in "safe".
namespace rootproof::limits {

inline constexpr std::size_t kFileBytes = 50U << 20U;  ///< larger files are not read (100 MB inputs end here)
inline constexpr std::size_t kTerraformFileBytes = 8U << 20U;  ///< one .tf file
inline constexpr std::size_t kReadableFileBytes = 4U << 20U;   ///< one file read by file() or templatefile()
inline constexpr std::size_t kFileSetEntries = 10'000;      ///< files and folders that one fileset() looks at
inline constexpr std::size_t kFiles = 1'000'000;            ///< files of one scan
inline constexpr unsigned kDirectoryDepth = 128;            ///< nesting of directories below a scanned root
inline constexpr std::size_t kIgnoreFileBytes = 1U << 20U;  ///< one .gitignore; a larger one is not read
inline constexpr std::size_t kIgnorePatternBytes = 4096;    ///< one of its lines; no path is longer
inline constexpr unsigned kJobs = 256;                      ///< threads of one scan
inline constexpr unsigned kSyntaxDepth = 400;               ///< nesting in HCL, JSON and YAML
inline constexpr unsigned kExpressionHeight =
    1'000;  ///< levels of one HCL expression, operator chains included
inline constexpr std::size_t kSyntaxNodes = 5'000'000;  ///< nodes of one syntax tree
inline constexpr unsigned kYamlRetries = 64;  ///< readings of one YAML file around refusals of the library
inline constexpr std::size_t kYamlRetryBytes = 64U << 20U;  ///< bytes all those readings may take together
inline constexpr std::size_t kAliasExpansion = 1'000'000;   ///< nodes visited through YAML aliases
inline constexpr std::size_t kErrorsPerFile = 20;           ///< syntax errors listed for one file
inline constexpr std::size_t kProblemsPerFile = 100;        ///< errors, and notices, listed for one file
inline constexpr std::size_t kRecoveryBytes = 512U << 10U;  ///< broken HCL handed to tree-sitter
inline constexpr std::size_t kRecoverySteps = 20'000;  ///< hundreds of operations of tree-sitter for one file
inline constexpr std::uint64_t kRecoveryMicroseconds = 500'000;  ///< time tree-sitter may take for one file
inline constexpr std::size_t kValueBytes = 16U << 20U;           ///< one evaluated string
inline constexpr long kNumberBits = 4096;  ///< size of a number's exponent, and digits of one written out
inline constexpr std::size_t kValueParts = 1'000'000;       ///< parts of one value that a conversion walks
inline constexpr std::size_t kPatternMemory = 8U << 20U;    ///< automaton of one regular expression
inline constexpr std::size_t kTextPieces = 100'000;         ///< pieces of one text
inline constexpr std::size_t kEvaluationSteps = 2'000'000;  ///< expressions evaluated for one unit
inline constexpr unsigned kEvaluationDepth =
    1'000;  ///< expressions evaluated within expressions, through references
inline constexpr std::size_t kAlternatives = 16;       ///< members of one Value::one_of
inline constexpr std::size_t kInstances = 10'000;      ///< instances of one Terraform block
inline constexpr std::size_t kUnitInstances = 50'000;  ///< instances of all blocks of one root module
inline constexpr std::size_t kDynamicBlocks = 20'000;  ///< blocks that dynamic blocks of one root module make
inline constexpr std::size_t kDocumentStatements = 10'000;  ///< statements of one aws_iam_policy_document
inline constexpr std::size_t kRuleComparisons =
    10'000;  ///< comparisons of one function of a template's Rules
inline constexpr std::size_t kRefinements =
    2'000'000;  ///< values of one template that are looked through for what a condition says of them
inline constexpr unsigned kLoopDepth = 5;          ///< Fn::ForEach within Fn::ForEach, as the service allows
inline constexpr unsigned kModuleDepth = 32;       ///< module calls within module calls
inline constexpr std::size_t kNestedStacks = 500;  ///< nested stacks of one template, through all levels
inline constexpr std::size_t kEmbeddedBytes =
    32U << 20U;  ///< of files that are read again for templates inside their texts, for one template
inline constexpr std::size_t kModuleInstances = 5'000;  ///< module instances of one root module
inline constexpr std::size_t kPlanMembers =
    1'000;  ///< arguments, or references, of one expression in a Terraform plan's configuration
inline constexpr std::size_t kPlanComparisons =
    10'000'000;  ///< values of one Terraform plan held against those of the checkout
inline constexpr std::size_t kOrganizationDepth = 64;  ///< organizational units within each other (AWS: 5)
inline constexpr std::size_t kSlotValues = 10'000;     ///< values visited to find one resource's policies
inline constexpr unsigned kContentDepth = 12;        ///< nesting searched for policies where no slot is known
inline constexpr std::size_t kServicesInDoubt = 64;  ///< names made up to see what an event pattern may mean
inline constexpr std::size_t kShownBytes = 32U << 20U;  ///< values that `eval` shows, some bytes for each
inline constexpr std::size_t kOwners = 16;  ///< accounts in a policy that are asked about as its owner
inline constexpr std::size_t kRequestsPerQuestion = 100'000;  ///< requests enumerated to answer one question
inline constexpr std::size_t kStatementsPerQuestion = 500;    ///< statements weighed to answer one question
inline constexpr std::size_t kPartitions = 8;                 ///< partitions that one question is asked in
inline constexpr std::size_t kWrittenValues =
    2'500;  ///< principals and condition values weighed to answer one question (AWS: 32 KB of text)
inline constexpr std::size_t kSymbolicTexts =
    48;  ///< texts of one part whose meaning is open that are still followed one by one
inline constexpr std::size_t kProofNodes = 200;          ///< steps of one proof that are kept to be shown
inline constexpr std::size_t kLanguageStates = 200'000;  ///< automaton states made to answer one question
inline constexpr std::size_t kLanguageTokens =
    200'000;  ///< characters and wildcards of the patterns of one state

}  // namespace rootproof::limits
