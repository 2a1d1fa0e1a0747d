#include "core/large_array.h"

#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace betledger {

LargeArray::LargeArray(std::size_t count) {
  constexpr std::size_t large_page = std::size_t{1} << 21U;
  constexpr std::size_t line = 64;
  const std::size_t unit = count * sizeof(double) < large_page ? line : large_page;
  const std::size_t bytes = (count * sizeof(double) / unit + 1) * unit;
  void* memory = std::aligned_alloc(unit, bytes);
  if (memory == nullptr) {
    throw std::bad_alloc{};
  }
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  if (unit == large_page) {
    static_cast<void>(::madvise(memory, bytes, MADV_HUGEPAGE));  // a wish: small pages do as well
  }
#endif
  memory_.reset(static_cast<double*>(memory));
}

void LargeArray::Free::operator()(double* memory) const noexcept {
  std::free(memory);
}

}  // namespace betledger
