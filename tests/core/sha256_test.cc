#include "core/sha256.h"

#include <string>

#include <gtest/gtest.h>

namespace betledger {
namespace {

// FIPS 180-4 examples and the NIST CAVP short message vectors (SHA256ShortMsg.rsp).
TEST(Sha256, PublishedVectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                       "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(sha256_hex("\xd3"), "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
  EXPECT_EQ(sha256_hex(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// The hash of the hashes of 0, 1, … 200 letters crosses every padding case. The expected value is
// Python's hashlib's.
TEST(Sha256, EveryLengthAroundThePadding) {
  std::string hashes;
  for (std::size_t length = 0; length <= 200; ++length) {
    hashes += sha256_hex(std::string(length, 'x'));
  }
  EXPECT_EQ(sha256_hex(hashes), "75013a3fd49991ead9d8a57ea80485c088443c3406a0e8fa003ed57144041eb4");
}

TEST(Sha256, BytesAndTextAgree) {
  const auto bytes = sha256("abc");
  EXPECT_EQ(bytes.front(), 0xba);
  EXPECT_EQ(bytes.back(), 0xad);
}

}  // namespace
}  // namespace betledger
