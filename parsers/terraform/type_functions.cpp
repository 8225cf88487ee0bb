// Conversions between types, and marks that change no value.
#include <array>

#include "parsers/terraform/function_table.h"
#include "parsers/terraform/type.h"

namespace rootproof::terraform {
namespace {

using value::Value;

const Type kWhichever{Type::Kind::dynamic, {}, {}};

Value converted(const Call& call, const Type& type) {
  return convert(call.arguments[0], type).value_or(call.invalid("the value cannot be converted"));
}

Value tostring(const Call& call) { return converted(call, {Type::Kind::string, {}, {}}); }
Value tonumber(const Call& call) { return converted(call, {Type::Kind::number, {}, {}}); }
Value tobool(const Call& call) { return converted(call, {Type::Kind::boolean, {}, {}}); }
Value tolist(const Call& call) { return converted(call, Type::list(kWhichever)); }
Value toset(const Call& call) { return converted(call, Type::set(kWhichever)); }
Value tomap(const Call& call) { return converted(call, Type::map(kWhichever)); }

Value same(const Call& call) { return call.arguments[0]; }

// What is ephemeral is never known here, so that ephemeralasnull has nothing to take away from other values.
constexpr std::array kTypeFunctions = {
    FunctionEntry{"ephemeralasnull", "a?>a", same, Unknowns::alternatives},
    FunctionEntry{"nonsensitive", "a?>a", same, Unknowns::alternatives},
    FunctionEntry{"sensitive", "a?>a", same, Unknowns::alternatives},
    FunctionEntry{"tobool", "a?>b", tobool, Unknowns::parts},
    FunctionEntry{"tolist", "a?>l", tolist, Unknowns::parts},
    FunctionEntry{"tomap", "a?>m", tomap, Unknowns::parts},
    FunctionEntry{"tonumber", "a?>n", tonumber, Unknowns::parts},
    FunctionEntry{"toset", "a?>l", toset, Unknowns::parts},
    FunctionEntry{"tostring", "a?>s", tostring, Unknowns::parts},
};

}  // namespace

std::span<const FunctionEntry> type_functions() { return kTypeFunctions; }

}  // namespace rootproof::terraform
