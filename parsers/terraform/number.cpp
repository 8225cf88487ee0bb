#include "parsers/terraform/number.h"

#include <gmp.h>
#include <mpfr.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/value/decimal.h"

namespace rootproof::terraform {
namespace {

/// Binary digits of what Go calls float64.
constexpr unsigned kDoublePrecision = 53;

/// A binary float with the lifetime of a value.
class Float {
 public:
  explicit Float(unsigned precision) { mpfr_init2(float_, static_cast<mpfr_prec_t>(precision)); }
  Float(const std::string& decimal, unsigned precision) : Float(precision) {
    mpfr_set_str(float_, decimal.c_str(), 10, MPFR_RNDN);
  }
  explicit Float(const Number& number) : Float(number.decimal, number.precision) {}
  Float(const Float&) = delete;
  Float& operator=(const Float&) = delete;
  ~Float() { mpfr_clear(float_); }

  mpfr_ptr get() { return float_; }
  [[nodiscard]] unsigned precision() const { return static_cast<unsigned>(mpfr_get_prec(float_)); }

 private:
  mpfr_t float_;
};

class Integer {
 public:
  Integer() { mpz_init(integer_); }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;
  ~Integer() { mpz_clear(integer_); }

  mpz_ptr get() { return integer_; }

 private:
  mpz_t integer_;
};

std::string text_of(mpz_srcptr integer, int base) {
  std::string text(mpz_sizeinbase(integer, base) + 2, '\0');
  mpz_get_str(text.data(), base, integer);
  text.resize(text.find('\0'));
  return text;
}

/// `digits` digits of the number in scientific notation.
std::string scientific(mpfr_srcptr number, std::size_t digits) {
  std::string text(digits + 7, '\0');
  mpfr_exp_t exponent = 0;
  mpfr_get_str(text.data(), &exponent, 10, digits, number, MPFR_RNDN);
  text.resize(text.find('\0'));
  text.insert(text.starts_with('-') ? 1 : 0, "0.");
  return text + "e" + std::to_string(exponent);
}

/// Terraform writes such a number with the digits that are needed, and zeros behind them.
bool has_all_digits(Float& number) {
  return mpfr_integer_p(number.get()) != 0 &&
         mpfr_get_exp(number.get()) <= static_cast<mpfr_exp_t>(number.precision());
}

std::string whole_digits(Float& number, int base) {
  Integer whole;
  mpfr_get_z(whole.get(), number.get(), MPFR_RNDN);
  return text_of(whole.get(), base);
}

/// The shortest decimal that reads back as this number (Go's big.Float Text('f', -1)).
std::optional<std::string> shortest_decimal(Float& number) {
  if (mpfr_number_p(number.get()) == 0) return std::nullopt;
  // Terraform prints a zero below zero as -0, values here have one zero only.
  if (mpfr_zero_p(number.get()) != 0)
    return mpfr_signbit(number.get()) != 0 ? std::nullopt : std::optional<std::string>("0");
  const mpfr_exp_t exponent = mpfr_get_exp(number.get());
  if (exponent > limits::kNumberBits || exponent < -limits::kNumberBits) return std::nullopt;
  if (has_all_digits(number)) return whole_digits(number, 10);
  // 1 + ⌈precision · log10(2)⌉, and one for the library's least of two.
  const std::size_t always_enough =
      2 + (static_cast<std::size_t>(number.precision()) * 30103 + 99999) / 100000;
  std::size_t low = 2;
  std::size_t high = always_enough;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    Float back(scientific(number.get(), middle), number.precision());
    (mpfr_equal_p(back.get(), number.get()) != 0 ? high : low) =
        mpfr_equal_p(back.get(), number.get()) != 0 ? middle : middle + 1;
  }
  return value::canonical_decimal(scientific(number.get(), low));
}

std::optional<Number> as_number(Float& number) {
  std::optional<std::string> decimal = shortest_decimal(number);
  if (!decimal) return std::nullopt;
  return Number(*std::move(decimal), number.precision());
}

/// What is left of the division whose quotient is cut to a whole number, in the precision of the left side.
std::optional<Number> remainder(Float& left, Float& right, unsigned precision) {
  if (mpfr_zero_p(right.get()) != 0) return as_number(left);
  Float quotient(precision);
  mpfr_div(quotient.get(), left.get(), right.get(), MPFR_RNDN);
  Float result(left.precision());
  mpfr_trunc(quotient.get(), quotient.get());
  mpfr_set(result.get(), quotient.get(), MPFR_RNDN);
  mpfr_mul(result.get(), right.get(), result.get(), MPFR_RNDN);
  mpfr_sub(result.get(), left.get(), result.get(), MPFR_RNDN);
  return as_number(result);
}

/// A product has the greater precision of the two, and as much more as it needs, up to the usual one (go-cty
/// `Value.Multiply`).
std::optional<Number> product(Float& left, Float& right, unsigned precision) {
  Float exact(value::kNumberPrecision);
  mpfr_mul(exact.get(), left.get(), right.get(), MPFR_RNDN);
  const auto needed = static_cast<unsigned>(mpfr_min_prec(exact.get()));
  Float result(std::max(precision, needed));
  mpfr_set(result.get(), exact.get(), MPFR_RNDN);
  return as_number(result);
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Significant digits and the place of the decimal point before them: 0.DIGITS × 10^point.
struct Digits {
  std::string digits;
  long point = 0;
};

Digits digits_of(Float& number, std::size_t count) {
  if (mpfr_zero_p(number.get()) != 0) return {"0", 1};
  std::string text(count + 7, '\0');
  mpfr_exp_t exponent = 0;
  mpfr_get_str(text.data(), &exponent, 10, count, number.get(), MPFR_RNDN);
  text.resize(text.find('\0'));
  return {text, exponent};
}

Digits shortest_digits(const std::string& number) {
  std::string digits = number;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  if (point < digits.size()) digits.erase(point, 1);
  const std::size_t leading = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, leading);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.empty()) return {"0", 1};
  return {digits, static_cast<long>(point) - static_cast<long>(leading)};
}

/// d.ddde±dd
std::string exponent_form(const Digits& digits, char verb, std::size_t fraction) {
  std::string text = digits.digits.substr(0, 1);
  if (fraction > 0) {
    std::string rest = digits.digits.substr(1, fraction);
    rest.append(fraction - rest.size(), '0');
    text += "." + rest;
  }
  const long exponent = digits.point - 1;
  const std::string power = std::to_string(std::abs(exponent));
  text.push_back(verb);
  text += exponent < 0 ? "-" : "+";
  return text + (power.size() < 2 ? "0" : "") + power;
}

/// ddd.ddd with as many digits behind the point as there are.
std::string plain_form(const Digits& digits) {
  const auto count = static_cast<long>(digits.digits.size());
  if (digits.point <= 0)
    return "0." + std::string(static_cast<std::size_t>(-digits.point), '0') + digits.digits;
  if (digits.point >= count)
    return digits.digits + std::string(static_cast<std::size_t>(digits.point - count), '0');
  const auto point = static_cast<std::size_t>(digits.point);
  return digits.digits.substr(0, point) + "." + digits.digits.substr(point);
}

/// Go's math.Log, whose last digit is not always that of the C library (src/math/log.go, after FreeBSD's
/// e_log.c).
double go_logarithm(double x) {
  if (!(x > 0) || std::isinf(x)) return std::log(x);
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr double kOdd[] = {6.666666666666735130e-01, 2.857142874366239149e-01, 1.818357216161805012e-01,
                             1.479819860511658591e-01};
  constexpr double kEven[] = {3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01};
  int exponent = 0;
  double fraction = std::frexp(x, &exponent);
  if (fraction < std::sqrt(2.0) / 2) {
    fraction *= 2;
    --exponent;
  }
  const double f = fraction - 1;
  const double k = exponent;
  const double s = f / (2 + f);
  const double s2 = s * s;
  const double s4 = s2 * s2;
  const double odd = s2 * (kOdd[0] + s4 * (kOdd[1] + s4 * (kOdd[2] + s4 * kOdd[3])));
  const double even = s4 * (kEven[0] + s4 * (kEven[1] + s4 * kEven[2]));
  const double half_square = 0.5 * f * f;
  return k * kLn2High - ((half_square - (s * (half_square + odd + even) + k * kLn2Low)) - f);
}

/// Go's math.Exp on the processors that most machines have (amd64 with fused multiplication and addition): a
/// Taylor series near zero, squared back four times (N. Shibata, "Efficient evaluation methods of elementary
/// functions suitable for SIMD computation"). On others the last digit may be another one, also Terraform's.
double go_exponential(double x) {
  constexpr double kOverflow = 7.09782712893384e+02;
  constexpr double kLog2E = 1.4426950408889634073599246810018920;
  constexpr double kLn2High = 0.69314718055966295651160180568695068359375;
  constexpr double kLn2Low = 0.28235290563031577122588448175013436025525412068e-12;
  constexpr double kInverseFactorials[] = {1.9841269841269841270e-4,
                                           1.3888888888888888889e-3,
                                           8.3333333333333333333e-3,
                                           4.1666666666666666667e-2,
                                           1.6666666666666666667e-1,
                                           0.5,
                                           1.0};
  constexpr int kLeastExponent = -1023;
  if (!std::isfinite(x) || x > kOverflow) return std::exp(x);
  const double scaled = std::nearbyint(x * kLog2E);
  if (scaled <= kLeastExponent) return 0;
  double rest = std::fma(-kLn2High, scaled, x);
  rest = std::fma(-kLn2Low, scaled, rest) * 0.0625;
  double series = 2.4801587301587301587e-5;
  for (const double coefficient : kInverseFactorials) series = std::fma(series, rest, coefficient);
  double less_one = rest * series;
  for (int i = 0; i < 3; ++i) less_one *= less_one + 2;
  const double result = std::fma(less_one, less_one + 2, 1.0);
  return std::ldexp(result, static_cast<int>(scaled));
}

/// Go's math.Pow, for the same reason (src/math/pow.go).
double go_power(double x, double y) {
  constexpr double kLargest = 9.2e18;
  constexpr int kLargestExponent = 1 << 12;
  double whole = 0;
  double fraction = std::modf(std::fabs(y), &whole);
  const bool special =
      x == 0 || x == 1 || y == 0 || !std::isfinite(x) || !std::isfinite(y) || whole > kLargest;
  if (special || std::fabs(y) == 0.5 || (fraction != 0 && x < 0)) return std::pow(x, y);
  double result = 1;
  int exponent = 0;
  if (fraction != 0) {
    if (fraction > 0.5) {
      fraction -= 1;
      whole += 1;
    }
    result = go_exponential(fraction * go_logarithm(x));
  }
  int base_exponent = 0;
  double base = std::frexp(x, &base_exponent);
  for (auto i = static_cast<std::uint64_t>(whole); i != 0; i >>= 1U) {
    if (base_exponent < -kLargestExponent || kLargestExponent < base_exponent) {
      exponent += base_exponent;
      break;
    }
    if ((i & 1U) == 1) {
      result *= base;
      exponent += base_exponent;
    }
    base *= base;
    base_exponent *= 2;
    if (base < 0.5) {
      base += base;
      --base_exponent;
    }
  }
  return y < 0 ? std::ldexp(1 / result, -exponent) : std::ldexp(result, exponent);
}

}  // namespace

std::optional<Number> Number::negated() const {
  if (decimal == "0") return std::nullopt;
  return Number(is_negative() ? decimal.substr(1) : "-" + decimal, precision);
}

std::string float_digits(const Number& number, char verb, std::optional<std::size_t> precision) {
  Float value(number);
  const std::size_t wanted = std::min<std::size_t>(precision.value_or(6), limits::kNumberBits);
  if (verb == 'f') {
    mpfr_exp_t size = mpfr_zero_p(value.get()) != 0 ? 1 : mpfr_get_exp(value.get());
    std::string text(static_cast<std::size_t>(std::max<mpfr_exp_t>(size, 1)) + wanted + 8, '\0');
    mpfr_snprintf(text.data(), text.size(), "%.*RNf", static_cast<int>(wanted), value.get());
    text.resize(text.find('\0'));
    return text;
  }
  if (verb == 'e' || verb == 'E') return exponent_form(digits_of(value, wanted + 1), verb, wanted);
  // %g: the exponent decides (strconv.FormatFloat); without precision six counts as the least.
  Digits digits =
      precision ? digits_of(value, std::max<std::size_t>(wanted, 1)) : shortest_digits(number.decimal);
  digits.digits.erase(std::max<std::size_t>(digits.digits.find_last_not_of('0') + 1, 1));
  auto most = static_cast<long>(precision ? std::max<std::size_t>(wanted, 1) : 6);
  const auto count = static_cast<long>(digits.digits.size());
  if (precision && most > count && count >= digits.point) most = count;
  const long exponent = digits.point - 1;
  if (exponent < -4 || exponent >= most)
    return exponent_form(digits, verb == 'G' ? 'E' : 'e', digits.digits.size() - 1);
  return plain_form(digits);
}

std::optional<Number> calculate(NumberOperation operation, const Number& left, const Number& right) {
  Float a(left);
  Float b(right);
  const unsigned precision = std::max(left.precision, right.precision);
  Float result(precision);
  switch (operation) {
    case NumberOperation::add:
      mpfr_add(result.get(), a.get(), b.get(), MPFR_RNDN);
      break;
    case NumberOperation::subtract:
      mpfr_sub(result.get(), a.get(), b.get(), MPFR_RNDN);
      break;
    case NumberOperation::multiply:
      return product(a, b, precision);
    case NumberOperation::divide:
      mpfr_div(result.get(), a.get(), b.get(), MPFR_RNDN);
      break;
    case NumberOperation::modulo:
      return remainder(a, b, precision);
    case NumberOperation::power:
    case NumberOperation::logarithm: {
      const double x = mpfr_get_d(a.get(), MPFR_RNDN);
      const double y = mpfr_get_d(b.get(), MPFR_RNDN);
      Float floating(kDoublePrecision);
      mpfr_set_d(floating.get(),
                 operation == NumberOperation::power ? go_power(x, y) : go_logarithm(x) / go_logarithm(y),
                 MPFR_RNDN);
      return as_number(floating);
    }
  }
  return as_number(result);
}

bool is_no_number(NumberOperation operation, const Number& left, const Number& right) {
  Float a(left);
  Float b(right);
  const double x = mpfr_get_d(a.get(), MPFR_RNDN);
  const double y = mpfr_get_d(b.get(), MPFR_RNDN);
  return std::isnan(operation == NumberOperation::power ? go_power(x, y) : go_logarithm(x) / go_logarithm(y));
}

bool is_number_text(std::string_view text) {
  // mantissa = digits "." digits | digits "." | "." digits (Go's big.Float Parse in base 10)
  std::string_view rest = text;
  if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) rest.remove_prefix(1);
  const std::size_t e = rest.find_first_of("eE");
  std::string_view exponent = e == std::string_view::npos ? std::string_view("0") : rest.substr(e + 1);
  if (!exponent.empty() && (exponent.front() == '+' || exponent.front() == '-')) exponent.remove_prefix(1);
  std::string mantissa(rest.substr(0, e));
  if (const std::size_t point = mantissa.find('.'); point != std::string::npos) mantissa.erase(point, 1);
  return is_digits(exponent) && is_digits(mantissa);
}

std::optional<std::string> read_number(std::string_view text) {
  if (!is_number_text(text) || text.size() > limits::kNumberBits) return std::nullopt;
  Float number(std::string(text), value::kNumberPrecision);
  return shortest_decimal(number);
}

int compare_numbers(const Number& left, const Number& right) {
  Float a(left);
  Float b(right);
  const int order = mpfr_cmp(a.get(), b.get());
  return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

bool equal_numbers(const Number& left, const Number& right) {
  return is_whole_number(left) && is_whole_number(right) ? compare_numbers(left, right) == 0
                                                         : left.decimal == right.decimal;
}

bool is_whole_number(const Number& number) {
  Float a(number);
  return mpfr_integer_p(a.get()) != 0;
}

std::optional<std::int64_t> whole_number(const Number& number) {
  Float a(number);
  if (mpfr_integer_p(a.get()) == 0 || mpfr_fits_slong_p(a.get(), MPFR_RNDN) == 0) return std::nullopt;
  return mpfr_get_si(a.get(), MPFR_RNDN);
}

Number rounded(const Number& number, bool down) {
  Float whole(number);
  mpfr_rint(whole.get(), whole.get(), down ? MPFR_RNDD : MPFR_RNDU);
  // A whole number of the same size has digits, and zero has no sign here.
  return as_number(whole).value_or(Number("0", number.precision));
}

std::string in_base(const Number& whole, int base) {
  Float number(whole);
  return whole_digits(number, base);
}

std::optional<Number> from_base(const std::string& digits, int base) {
  Integer integer;
  const std::string_view unsigned_digits =
      std::string_view(digits).substr(digits.starts_with('-') || digits.starts_with('+') ? 1 : 0);
  const bool plain = !unsigned_digits.empty() && digits.size() <= limits::kNumberBits &&
                     std::all_of(unsigned_digits.begin(), unsigned_digits.end(), [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                     });
  if (!plain) return std::nullopt;
  std::string written = digits.substr(digits.starts_with('+') ? 1 : 0);
  // Beyond 36, Go counts a to z before A to Z, the library the other way round.
  if (base > 36) {
    for (char& c : written) {
      if (c >= 'a' && c <= 'z') {
        c = static_cast<char>(c - 'a' + 'A');
      } else if (c >= 'A' && c <= 'Z') {
        c = static_cast<char>(c - 'A' + 'a');
      }
    }
  }
  if (mpz_set_str(integer.get(), written.c_str(), base) != 0) return std::nullopt;
  // Whole numbers have as many binary digits as they need (Go's big.Float SetInt).
  constexpr std::size_t kLeastPrecision = 64;
  return Number(text_of(integer.get(), 10),
                static_cast<unsigned>(std::max(kLeastPrecision, mpz_sizeinbase(integer.get(), 2))));
}

}  // namespace rootproof::terraform
