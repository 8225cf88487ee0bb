#pragma once

#include <memory>

#include "parsers/terraform/module_instance.h"

namespace rootproof::terraform {

/// One instance of a called module.
struct ModuleInstance::CalledModule {
  Instance instance;
  std::unique_ptr<ModuleInstance> module;  ///< null when its source is not on disk
  value::Reason reason;                    ///< why not
};

}  // namespace rootproof::terraform
