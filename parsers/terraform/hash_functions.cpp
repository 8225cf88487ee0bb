// Digests of texts and files, and UUIDs made of them.
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include <array>
#include <cstdint>

#include "parsers/terraform/encoding.h"
#include "parsers/terraform/function_table.h"

namespace rootproof::terraform {
namespace {

using value::Value;

template <class Context, std::size_t kSize>
std::string digest(std::string_view data, void (*init)(Context*),
                   void (*update)(Context*, std::size_t, const std::uint8_t*),
                   void (*finish)(Context*, std::size_t, std::uint8_t*)) {
  Context context;
  std::array<std::uint8_t, kSize> bytes{};
  init(&context);
  update(&context, data.size(), reinterpret_cast<const std::uint8_t*>(data.data()));
  finish(&context, bytes.size(), bytes.data());
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string md5_of(std::string_view data) {
  return digest<md5_ctx, MD5_DIGEST_SIZE>(data, nettle_md5_init, nettle_md5_update, nettle_md5_digest);
}
std::string sha1_of(std::string_view data) {
  return digest<sha1_ctx, SHA1_DIGEST_SIZE>(data, nettle_sha1_init, nettle_sha1_update, nettle_sha1_digest);
}
std::string sha256_of(std::string_view data) {
  return digest<sha256_ctx, SHA256_DIGEST_SIZE>(data, nettle_sha256_init, nettle_sha256_update,
                                                nettle_sha256_digest);
}
std::string sha512_of(std::string_view data) {
  return digest<sha512_ctx, SHA512_DIGEST_SIZE>(data, nettle_sha512_init, nettle_sha512_update,
                                                nettle_sha512_digest);
}

Value of_text(const Call& call, std::string (*hash)(std::string_view),
              std::string (*write)(std::string_view)) {
  return call.text(write(hash(call.text_argument(0))));
}

Value of_file(const Call& call, std::string (*hash)(std::string_view),
              std::string (*write)(std::string_view)) {
  const std::string path = call.text_argument(0);
  const source::SourceFile* file = read_file(call, path);
  if (file == nullptr) {
    return Value::unknown({value::ReasonKind::unresolved_file, std::string(call.name) + "(\"" + path + "\")",
                           call.context.call},
                          value::ValueType::string);
  }
  if (!file->has_original_bytes()) {
    return Value::unknown(
        {value::ReasonKind::unsupported,
         std::string(call.name) + " of a file in UTF-16 or with a byte order mark", call.context.call},
        value::ValueType::string);
  }
  return call.text(write(hash(file->text())));
}

Value md5(const Call& call) { return of_text(call, md5_of, to_hexadecimal); }
Value sha1(const Call& call) { return of_text(call, sha1_of, to_hexadecimal); }
Value sha256(const Call& call) { return of_text(call, sha256_of, to_hexadecimal); }
Value sha512(const Call& call) { return of_text(call, sha512_of, to_hexadecimal); }
Value base64sha256(const Call& call) { return of_text(call, sha256_of, to_base64); }
Value base64sha512(const Call& call) { return of_text(call, sha512_of, to_base64); }
Value filemd5(const Call& call) { return of_file(call, md5_of, to_hexadecimal); }
Value filesha1(const Call& call) { return of_file(call, sha1_of, to_hexadecimal); }
Value filesha256(const Call& call) { return of_file(call, sha256_of, to_hexadecimal); }
Value filesha512(const Call& call) { return of_file(call, sha512_of, to_hexadecimal); }
Value filebase64sha256(const Call& call) { return of_file(call, sha256_of, to_base64); }
Value filebase64sha512(const Call& call) { return of_file(call, sha512_of, to_base64); }

/// The sixteen bytes of a namespace: one of RFC 9562's, or a UUID itself; empty when it is none.
std::string uuid_namespace(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, char>, 4> kKnown = {
      {{"dns", '\x10'}, {"url", '\x11'}, {"oid", '\x12'}, {"x500", '\x14'}}};
  constexpr std::string_view kRest("\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8", 12);
  for (const auto& [known, last] : kKnown) {
    if (name == known) return std::string("\x6b\xa7\xb8") + last + std::string(kRest);
  }
  std::string digits;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (name[i] == '-')) return {};
    if (!dash) digits.push_back(name[i]);
  }
  return name.size() == 36 ? from_hexadecimal(digits).value_or("") : std::string();
}

Value uuidv5(const Call& call) {
  const std::string space = uuid_namespace(call.text_argument(0));
  if (space.empty()) return call.invalid("the namespace is no UUID");
  std::string bytes = sha1_of(space + call.text_argument(1)).substr(0, 16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x50U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  std::string text = to_hexadecimal(bytes);
  for (const std::size_t dash : {20U, 16U, 12U, 8U}) text.insert(dash, "-");
  return call.text(text);
}

constexpr std::array kHashFunctions = {
    FunctionEntry{"base64sha256", "s>s", base64sha256},
    FunctionEntry{"base64sha512", "s>s", base64sha512},
    FunctionEntry{"filebase64sha256", "s>s", filebase64sha256},
    FunctionEntry{"filebase64sha512", "s>s", filebase64sha512},
    FunctionEntry{"filemd5", "s>s", filemd5},
    FunctionEntry{"filesha1", "s>s", filesha1},
    FunctionEntry{"filesha256", "s>s", filesha256},
    FunctionEntry{"filesha512", "s>s", filesha512},
    FunctionEntry{"md5", "s>s", md5},
    FunctionEntry{"sha1", "s>s", sha1},
    FunctionEntry{"sha256", "s>s", sha256},
    FunctionEntry{"sha512", "s>s", sha512},
    FunctionEntry{"uuidv5", "ss>s", uuidv5},
};

}  // namespace

std::span<const FunctionEntry> hash_functions() { return kHashFunctions; }

}  // namespace rootproof::terraform
