#include "forecast/gap/decision.h"

namespace betledger::forecast {

std::string_view name(Advice advice) noexcept {
  switch (advice) {
    case Advice::go_on:
      return "continue";
    case Advice::stop:
      return "stop";
    case Advice::double_down:
      return "double-down";
    case Advice::not_separable:
      return "not-separable";
  }
  return "";
}

}  // namespace betledger::forecast
