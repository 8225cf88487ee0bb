#pragma once

#include <optional>
#include <span>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::terraform {

using value::Type;

/// The type a value has; `any` where it is not known, `dynamic` where nothing has given it one. An encoded
/// value is a string.
[[nodiscard]] Type type_of(const value::Value& value);

/// One type that values of all these types can be converted to (go-cty `convert.UnifyUnsafe`); nullopt when
/// there is none.
[[nodiscard]] std::optional<Type> unify(std::span<const Type> types);

/// Whether parts of these types can be elements of one collection whose type nobody has said. In some places,
/// those without a type stand beside others of one type.
[[nodiscard]] bool have_element_type(std::span<const Type> parts, bool beside_untyped);

/// The value converted (go-cty `convert.Convert`); nullopt where Terraform refuses. Null stays null, now of
/// that type, unknown stays unknown, one_of converts each alternative.
[[nodiscard]] std::optional<value::Value> convert(const value::Value& value, const Type& type);

/// The same null, or collection without parts, of this type; all else as it is.
[[nodiscard]] value::Value typed(const value::Value& value, Type type);
/// The same collection; when it has no parts, of the type that the other value has.
[[nodiscard]] value::Value typed_like(const value::Value& value, const value::Value& other);

/// A set of these items: each once, in Terraform's order (texts by bytes, numbers ascending, false before
/// true, collections by what go-cty hashes, null last). Items not wholly known stay where they are.
[[nodiscard]] value::Value make_set(std::vector<value::Value> items, value::Origin origin);

/// The same value with encoded parts as the texts they stand for.
[[nodiscard]] value::Value with_texts(const value::Value& value);

/// Equality as Terraform's `==` sees it: no conversion, a list is no tuple, an encoded value is its text.
/// nullopt when it depends on something unknown.
[[nodiscard]] std::optional<bool> equal(const value::Value& left, const value::Value& right);

}  // namespace rootproof::terraform
