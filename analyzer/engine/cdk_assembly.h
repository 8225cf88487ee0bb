#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "parsers/syntax/syntax_tree.h"
#include "parsers/value/value.h"

namespace rootproof::engine {

/// What the CDK knows of a template that it wrote.
struct CdkStack {
  /// AWS::AccountId and AWS::Region of an environment that is not left open, AWS::StackName, and the
  /// parameters that the deployment passes.
  std::map<std::string, value::Value> parameters;
  /// Path of the construct that each resource comes from, by logical id.
  std::map<std::string, std::string> constructs;
};

/// One folder of a cloud assembly (`cdk.out`, or `assembly-…` of a stage inside it), as its manifests
/// describe it: https://docs.aws.amazon.com/cdk/v2/guide/deploy.html and the schema of cloud-assembly-schema.
struct CdkAssembly {
  std::map<std::string, CdkStack> stacks;     ///< by the name of the template's file
  std::map<std::string, std::string> assets;  ///< local path of a file, by its key in the bucket of assets
};

/// Files beside the manifest that hold more of it.
struct CdkMoreFiles {
  std::vector<std::string> assets;                                  ///< `….assets.json`
  std::vector<std::pair<std::string, std::string>> construct_maps;  ///< by template: `….metadata.json`
};

/// Reads `manifest.json` into the assembly; what is not a manifest adds nothing. A template that two stacks
/// name belongs to none.
[[nodiscard]] CdkMoreFiles read_cdk_manifest(const syntax::SyntaxNode& manifest, CdkAssembly& assembly);
void read_cdk_assets(const syntax::SyntaxNode& document, CdkAssembly& assembly);
/// Reads the construct paths of a stack: `{"/Shop/Logs/Resource": [{"type": "aws:cdk:logicalId", …}]}`.
void read_cdk_constructs(const syntax::SyntaxNode& metadata, CdkStack& stack);

}  // namespace rootproof::engine
