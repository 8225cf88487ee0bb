#pragma once

#include <cstdint>
#include <string>

namespace rootproof::report {

/// Select Graphic Rendition sequences of ECMA-48.
enum class Color : std::uint8_t { bold, red, yellow, cyan, green, magenta, blue, dim };

class Painter {
 public:
  explicit Painter(bool color) : color_(color) {}
  [[nodiscard]] std::string operator()(Color color, const std::string& text) const {
    if (!color_ || text.empty()) return text;
    return std::string(code(color)) + text + "\x1b[0m";
  }

 private:
  static const char* code(Color color) {
    switch (color) {
      case Color::bold:
        return "\x1b[1m";
      case Color::red:
        return "\x1b[1;31m";
      case Color::yellow:
        return "\x1b[1;33m";
      case Color::cyan:
        return "\x1b[1;36m";
      case Color::green:
        return "\x1b[1;32m";
      case Color::magenta:
        return "\x1b[1;35m";
      case Color::blue:
        return "\x1b[1;34m";
      case Color::dim:
        return "\x1b[2m";
    }
    return "";
  }
  bool color_;
};

}  // namespace rootproof::report
