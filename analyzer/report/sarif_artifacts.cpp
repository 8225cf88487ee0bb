#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/report/line_hash.h"
#include "analyzer/report/places.h"
#include "analyzer/report/sarif_run.h"
#include "analyzer/report/snippet.h"
#include "analyzer/report/uri.h"
#include "parsers/source/source_file.h"

namespace rootproof::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint32_t kContextLines = 2;

/// A region without bytes to quote still stands: an empty one, or the start of a file that was not read.
void put_snippet(const engine::Report& report, const source::SourceFile& file, std::uint32_t begin,
                 std::uint32_t end, Json& region) {
  std::string text = region_text(report, file, begin, end);
  if (!text.empty()) region["snippet"] = {{"text", std::move(text)}};
}

/// The whole lines around a span; null when they are too long to quote or add nothing.
Json context_region(const engine::Report& report, const source::SourceFile& file, const Place& place,
                    source::Span span) {
  const std::uint32_t first = place.start.line > kContextLines ? place.start.line - kContextLines : 1;
  std::uint32_t last = std::min(place.end.line + kContextLines, file.line_count());
  // Behind the final line break there is no line to show.
  if (last > place.end.line && last == file.line_count() && file.line(last).empty()) --last;
  const std::uint32_t begin = file.offset({first, 1});
  const std::uint32_t end = file.offset({last, 1}) + static_cast<std::uint32_t>(file.line(last).size());
  if (begin >= span.begin && end <= span.end) return nullptr;
  std::string text = region_text(report, file, begin, end);
  if (text.empty()) return nullptr;
  return {{"startLine", first}, {"endLine", last}, {"snippet", {{"text", std::move(text)}}}};
}

bool is_relative(std::string_view path) { return path.substr(0, 1) != "/"; }

}  // namespace

Json SarifArtifacts::location(const source::SourceFile& file) {
  const auto [found, added] = indexes_.emplace(file.id(), files_.size());
  if (added) files_.push_back(file.id());
  Json json = {{"uri", path_to_uri(file.path())}};
  if (is_relative(file.path())) json["uriBaseId"] = "%SRCROOT%";
  json["index"] = found->second;
  return json;
}

Json SarifArtifacts::physical_location(source::Span span, bool context) {
  const source::SourceFile* file = file_of(report_, span);
  const auto place = place_of(report_, span);
  if (file == nullptr || !place) return Json::object();
  Json json = {{"artifactLocation", location(*file)}};
  Json region = {{"startLine", place->start.line},
                 {"startColumn", place->start.column},
                 {"endLine", place->end.line},
                 {"endColumn", place->end.column}};
  put_snippet(report_, *file, span.begin, span.end, region);
  json["region"] = std::move(region);
  if (!context) return json;
  Json around = context_region(report_, *file, *place, span);
  if (!around.is_null()) json["contextRegion"] = std::move(around);
  return json;
}

std::string SarifArtifacts::line_hash(const source::SourceFile& file, std::uint32_t line) {
  if (hashed_file_ != &file) {
    hashes_ = line_hashes(file.text());
    hashed_file_ = &file;
  }
  return hashes_[std::min<std::size_t>(line - 1, hashes_.size() - 1)];
}

Json SarifArtifacts::json() const {
  Json list = Json::array();
  for (const source::FileId id : files_) {
    const std::string& path = report_.sources->file(id).path();
    Json where = {{"uri", path_to_uri(path)}};
    if (is_relative(path)) where["uriBaseId"] = "%SRCROOT%";
    list.push_back({{"location", std::move(where)}, {"roles", {"analysisTarget"}}});
  }
  return list;
}

}  // namespace rootproof::report
