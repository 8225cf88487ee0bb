#include "rules/root_principals/other_resource.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "parsers/arn.h"
#include "parsers/value/value_set.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

/// Types whose policy belongs to what a property refers to.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kOwners{{
    {"AWS::S3::BucketPolicy", "Bucket"},
    {"AWS::SNS::TopicInlinePolicy", "TopicArn"},
    {"AWS::SNS::TopicPolicy", "Topics"},
    {"AWS::SQS::QueueInlinePolicy", "Queue"},
    {"AWS::SQS::QueuePolicy", "Queues"},
    {"aws_s3_bucket_policy", "bucket"},
    {"aws_sns_topic_policy", "arn"},
    {"aws_sqs_queue_policy", "queue_url"},
    {"awscc_s3_bucket_policy", "bucket"},
    {"awscc_sns_topic_policy", "topics"},
    {"awscc_sqs_queue_inline_policy", "queue"},
    {"awscc_sqs_queue_policy", "queues"},
}};

/// The types of what policies hang on, and what their names are called.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kNameArguments{{
    {"AWS::S3::Bucket", "BucketName"},
    {"AWS::SNS::Topic", "TopicName"},
    {"AWS::SQS::Queue", "QueueName"},
    {"aws_s3_bucket", "bucket"},
    {"aws_sns_topic", "name"},
    {"aws_sqs_queue", "name"},
    {"awscc_s3_bucket", "bucket_name"},
    {"awscc_sns_topic", "topic_name"},
    {"awscc_sqs_queue", "queue_name"},
}};

template <std::size_t kSize>
std::string_view property_of(
    const std::array<std::pair<std::string_view, std::string_view>, kSize>& properties,
    std::string_view type) {
  const auto row = std::find_if(properties.begin(), properties.end(),
                                [&](const auto& each) { return each.first == type; });
  return row == properties.end() ? std::string_view() : row->second;
}

/// Stands for a part of a text that is not known.
constexpr char kOpen = '\x01';

/// What stands before and behind the parts that are not known.
KnownName name_with_gaps(std::string_view text) {
  KnownName name;
  name.begin = text.substr(0, text.find(kOpen));
  const std::size_t last = text.rfind(kOpen);
  name.whole = last == std::string_view::npos;
  name.end = name.whole ? text : text.substr(last + 1);
  return name;
}

std::string with_gaps(const value::Value& text) {
  std::string known;
  for (const value::StringPiece& piece : text.pieces()) {
    const auto* part = std::get_if<value::TextPiece>(&piece);
    known += part == nullptr ? std::string(1, kOpen) : part->text;
  }
  return known;
}

KnownName name_of(const Resource& resource) {
  KnownName name;
  const value::Value* prefix = resource.properties.find(
      property_of(kNameArguments, resource.type) == "bucket" ? "bucket_prefix" : "name_prefix");
  if (const value::Value* text = written_name(resource)) {
    if (text->is(value::Value::Kind::string)) name = name_with_gaps(with_gaps(*text));
  } else {
    name.generated = true;
    // As the provider for Terraform begins the names that it makes; CloudFormation takes those of stacks.
    if (resource.language == Language::terraform) name.begin = "terraform-";
    if (value::is_given(prefix))
      name.begin = prefix->is(value::Value::Kind::string) ? name_with_gaps(with_gaps(*prefix)).begin : "";
  }
  name.resource = &resource;
  return name;
}

bool may_be_same(std::string_view one, std::string_view other, bool from_behind) {
  const std::size_t common = std::min(one.size(), other.size());
  return from_behind ? one.substr(one.size() - common) == other.substr(other.size() - common)
                     : one.substr(0, common) == other.substr(0, common);
}

template <class Matches>
const Resource* find_named(const engine::Facts& facts, const Resource& policy, const Matches& matches) {
  const auto found =
      std::find_if(facts.resources.begin(), facts.resources.end(), [&](const Resource& resource) {
        return !property_of(kNameArguments, resource.type).empty() && resource.unit == policy.unit &&
               matches(resource);
      });
  return found == facts.resources.end() ? nullptr : &*found;
}

/// What a hole is an attribute of.
const Resource* referenced(const engine::Facts& facts, const Resource& policy, const value::Hole& hole) {
  // Instances of one block may be the same.
  if (hole.kind != value::HoleKind::reference || hole.symbol.find('[') != std::string::npos) return nullptr;
  const std::string address = policy.language == Language::cloudformation
                                  ? "Resources." + hole.symbol.substr(0, hole.symbol.find('.'))
                                  : hole.symbol.substr(0, hole.symbol.rfind('.'));
  return find_named(facts, policy, [&](const Resource& resource) { return resource.address == address; });
}

constexpr std::string_view kBucketArn = ":s3:::";

/// Whether a name begins behind a text, and not in the key of an object.
bool begins_name(std::string_view before) {
  const std::size_t bucket = before.find(kBucketArn);
  const bool key = bucket != std::string_view::npos && bucket + kBucketArn.size() != before.size();
  return before.empty() || (before.ends_with(':') && !key);
}

/// The name itself in an ARN or a URL; empty where it is not told.
std::string_view cut_name(std::string_view text) {
  if (const std::size_t bucket = text.find(kBucketArn); bucket != std::string_view::npos) {
    text.remove_prefix(bucket + kBucketArn.size());
    return text.substr(0, text.find('/'));
  }
  if (text.starts_with("https:")) return text.substr(text.rfind('/') + 1);
  text.remove_prefix(text.rfind(':') + 1);
  return text.find('/') == std::string_view::npos ? text : std::string_view();
}

}  // namespace

bool are_different(const KnownName& one, const KnownName& other) {
  if (one.resource != nullptr && other.resource != nullptr) {
    if (one.resource == other.resource) return false;
    if (one.generated || other.generated) return true;
  }
  if (one.whole && other.whole) return one.begin != other.begin;
  return !may_be_same(one.begin, other.begin, false) || !may_be_same(one.end, other.end, true);
}

const value::Value* written_name(const Resource& resource) {
  const std::string_view property = property_of(kNameArguments, resource.type);
  const value::Value* name = resource.properties.find(property.empty() ? "name" : property);
  // A text without anything in it is no name.
  return value::is_given(name) && name->as_text() != "" ? name : nullptr;
}

KnownName name_in(const engine::Facts& facts, const Resource& policy, const value::Value& text) {
  if (!text.is(value::Value::Kind::string)) return {};
  const auto pieces = text.pieces();
  std::string before;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto* hole = std::get_if<value::Hole>(&pieces[i]);
    if (hole == nullptr) {
      before += std::get<value::TextPiece>(pieces[i]).text;
      continue;
    }
    const auto* next = i + 1 < pieces.size() ? std::get_if<value::TextPiece>(&pieces[i + 1]) : nullptr;
    const bool ends = i + 1 == pieces.size() || (next != nullptr && next->text.starts_with('/'));
    if (ends && begins_name(before))
      if (const Resource* named = referenced(facts, policy, *hole)) return name_of(*named);
    before += kOpen;
  }
  const std::string_view name = cut_name(before);
  if (name.empty() || name.find_first_of("*?$") != std::string_view::npos) return {};
  KnownName known = name_with_gaps(name);
  // A part of the name of a bucket may be the beginning of a key as well.
  if (!known.whole && before.find(kBucketArn) != std::string::npos) known.end.clear();
  if (known.whole)
    known.resource = find_named(facts, policy, [&](const Resource& resource) {
      const value::Value* written = written_name(resource);
      return written != nullptr && written->as_text() == known.begin;
    });
  return known;
}

const value::Value* owners_of(const Resource& policy) {
  const std::string_view property = property_of(kOwners, policy.type);
  const value::Value* owners = property.empty() ? nullptr : policy.properties.find(property);
  return value::is_given(owners) ? owners : nullptr;
}

std::vector<KnownName> names_of_owners(const engine::Facts& facts, const Resource& policy) {
  const value::Value* owners = owners_of(policy);
  if (owners == nullptr) return {};
  std::vector<KnownName> names;
  if (owners->is(value::Value::Kind::string)) names.push_back(name_in(facts, policy, *owners));
  if (owners->is(value::Value::Kind::list))
    for (const value::Value& owner : owners->items()) names.push_back(name_in(facts, policy, owner));
  return names;
}

namespace {

/// A Resource that no key has: an ARN of another service, or of something else than a key. Requests on keys
/// carry the ARN of the key, also where they name an alias (AWS KMS Developer Guide, "Controlling access to
/// aliases").
bool is_no_key(const policy::Pattern& entry) {
  const std::optional<std::string> text = entry.text();
  if (!text || !text->starts_with("arn:") || text->find('$') != std::string::npos) return false;
  const std::string_view service = arn_component(*text, 2);
  const std::string_view name = arn_component(*text, 5);
  const std::size_t wildcard = name.find_first_of("*?");
  const std::string_view begin = name.substr(0, wildcard);
  constexpr std::string_view kKey = "key/";
  // A wildcard may stand for a colon, too.
  if (service.find_first_of("*?") != std::string_view::npos) return false;
  if (service != "kms") return !name.empty();
  if (name.empty()) return false;  // a short one, of which AWS does not say what it matches
  return !begin.starts_with(kKey) && !(wildcard != std::string_view::npos && kKey.starts_with(begin));
}

}  // namespace

bool is_about_another_resource(const engine::Facts& facts, const engine::PolicyInstance& instance,
                               const policy::Statement& statement) {
  if (statement.resources_unknown || statement.not_resource || statement.resources.empty()) return false;
  if (is_key_policy(instance) &&
      std::all_of(statement.resources.begin(), statement.resources.end(), is_no_key))
    return true;
  const std::vector<KnownName> own = names_of_owners(facts, *instance.resource);
  if (own.empty()) return false;
  return std::all_of(
      statement.resources.begin(), statement.resources.end(), [&](const policy::Pattern& entry) {
        const KnownName named = name_in(facts, *instance.resource, entry.value);
        return named.resource != nullptr && std::all_of(own.begin(), own.end(), [&](const KnownName& owner) {
                 const bool alike = owner.resource == nullptr || owner.resource->type == named.resource->type;
                 return alike && are_different(owner, named);
               });
      });
}

}  // namespace rootproof::rules
