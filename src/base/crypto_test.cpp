#include "base/crypto.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace bihuan {
namespace {

TEST(CryptoTest, passwords) {
    const std::string hash = hash_password("正确的密码");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
    EXPECT_TRUE(verify_password(hash, "正确的密码"));
    EXPECT_FALSE(verify_password(hash, "错误的密码"));
    EXPECT_FALSE(verify_password("", "x"));
    EXPECT_FALSE(verify_password(hash, std::string_view()));   // no password at all, by null
    EXPECT_TRUE(verify_password(hash_password(std::string_view()), ""));
    EXPECT_NE(hash, hash_password("正确的密码"));
    EXPECT_FALSE(needs_rehash(hash));
    EXPECT_TRUE(needs_rehash("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA"));
}

TEST(CryptoTest, published_vectors) {
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(blake2b("abc")),
              "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(CryptoTest, tokens_and_comparison) {
    EXPECT_EQ(random_token().size(), 43U);
    EXPECT_NE(random_token(), random_token());
    EXPECT_EQ(random_bytes(5).size(), 5U);
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
    EXPECT_TRUE(equal_in_constant_time("", ""));
}

}  // namespace
}  // namespace bihuan
