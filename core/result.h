#pragma once

#include <utility>
#include <variant>

#include "core/contract.h"
#include "core/diagnostic.h"

namespace betledger {

/// A value, or every reason there is none. Never empty on failure.
///
/// A failure holds at least one diagnostic of severity `error`. Warnings that came with a success
/// travel beside it, in a `Diagnostics&` argument of the function that found them.
template <class T>
class [[nodiscard]] Result {
 public:
  // NOLINTBEGIN(google-explicit-constructor): `return value;`, `return diagnostics;` read well.
  Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}
  Result(Diagnostics why) : state_{std::in_place_index<1>, std::move(why)} {
    BET_EXPECT(has_error(std::get<1>(state_)));
  }
  Result(Diagnostic why) : Result{Diagnostics{std::move(why)}} {}
  // NOLINTEND(google-explicit-constructor)
  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// \pre has_value()
  [[nodiscard]] const T& value() const& {
    BET_EXPECT(has_value());
    return std::get<0>(state_);
  }
  [[nodiscard]] T& value() & {
    BET_EXPECT(has_value());
    return std::get<0>(state_);
  }
  [[nodiscard]] T value() && {
    BET_EXPECT(has_value());
    return std::get<0>(std::move(state_));
  }
  const T& operator*() const& { return value(); }
  const T* operator->() const { return &value(); }

  /// \pre !has_value()
  [[nodiscard]] const Diagnostics& error() const {
    BET_EXPECT(!has_value());
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Diagnostics> state_;
};

}  // namespace betledger
