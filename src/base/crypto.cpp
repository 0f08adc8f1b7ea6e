#include "base/crypto.h"

#include "base/error.h"
#include "base/text.h"

#include <sodium.h>

#include <array>

namespace bihuan {

namespace {

// sodium_init is thread-safe and cheap when done before.
void start_sodium() {
    if (sodium_init() < 0) throw Error(Code::internal, "error.internal").because("sodium_init");
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

// Libsodium takes no null pointer, which an empty view may hold.
const char* data_of(std::string_view bytes) { return bytes.empty() ? "" : bytes.data(); }

}  // namespace

std::string hash_password(std::string_view password) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), data_of(password), password.size(), kPasswordPasses,
                              kPasswordMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw Error(Code::unavailable, "error.memory").because("crypto_pwhash_str_alg");
    }
    return out.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
    start_sodium();
    const std::string text(hash);
    return crypto_pwhash_str_verify(text.c_str(), data_of(password), password.size()) == 0;
}

bool needs_rehash(std::string_view hash) {
    start_sodium();
    const std::string text(hash);
    return crypto_pwhash_str_needs_rehash(text.c_str(), kPasswordPasses, kPasswordMemoryBytes) != 0;
}

std::string random_bytes(std::size_t size_bytes) {
    start_sodium();
    std::string out(size_bytes, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::string random_token() { return to_base64url(random_bytes(kTokenBytes)); }

std::string sha256(std::string_view bytes) {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(bytes_of(out), bytes_of(bytes), bytes.size());
    return out;
}

std::string blake2b(std::string_view bytes) {
    start_sodium();
    std::string out(crypto_generichash_BYTES, '\0');
    crypto_generichash(bytes_of(out), out.size(), bytes_of(bytes), bytes.size(), nullptr, 0);
    return out;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size());
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state, bytes_of(out));
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace bihuan
