#include "http/tls.h"

#include "base/error.h"
#include "http/head.h"
#include "http/internal/peer.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bihuan::http {

namespace {

// Ten years: renewing the authority means touching every device.
constexpr long kCaDays = 3650;
// 397 days: what browsers accept from a server certificate.
constexpr long kServerDays = 397;
// Clocks of phones differ: valid from a day ago.
constexpr long kBackdateSeconds = 86'400;

struct Free {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Memory = std::unique_ptr<BIO, Free>;

[[noreturn]] void tls_failed(std::string_view step) {
    char text[256] = {};
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    throw Error(Code::internal, "error.internal").because(std::string(step) + ": " + text);
}

[[noreturn]] void file_failed(const std::string& path) {
    throw Error(Code::unavailable, "error.http.cannot_write", {{"file", path}})
        .because(std::strerror(errno));
}

std::string take(BIO* memory) {
    char* bytes = nullptr;
    long size = BIO_get_mem_data(memory, &bytes);
    return std::string(bytes, static_cast<std::size_t>(size));
}

// Beside and then renamed, so that a running server never reads half a file.
void write_file(const std::string& path, const std::string& text, mode_t mode) {
    std::string fresh = path + ".new";
    ::unlink(fresh.c_str());
    int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) file_failed(path);
    bool good = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    good = good && ::fsync(fd) == 0;
    good = ::close(fd) == 0 && good;
    if (!good || ::rename(fresh.c_str(), path.c_str()) != 0) file_failed(path);
}

Key make_key() {
    Key key(EVP_EC_gen("P-256"));
    if (!key) tls_failed("key");
    return key;
}

void write_key(const std::string& path, EVP_PKEY* key) {
    Memory memory(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        tls_failed("write key");
    }
    write_file(path, take(memory.get()), 0600);
}

std::string to_pem(X509* certificate) {
    Memory memory(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_X509(memory.get(), certificate) != 1) tls_failed("write certificate");
    return take(memory.get());
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    std::unique_ptr<X509_EXTENSION, Free> extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) tls_failed("extension");
}

Certificate begin_certificate(EVP_PKEY* key, const std::string& name, Instant now, long days) {
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    unsigned char serial[16];
    if (RAND_bytes(serial, sizeof serial) != 1) tls_failed("serial");
    serial[0] &= 0x7f;
    BIGNUM* number = BN_bin2bn(serial, sizeof serial, nullptr);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
    BN_free(number);
    auto seconds = static_cast<time_t>(now.micros / kMicrosPerSecond);
    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds - kBackdateSeconds);
    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds + days * 86'400);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    const auto* text = reinterpret_cast<const unsigned char*>(name.data());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, static_cast<int>(name.size()),
                               -1, 0);
    if (X509_set_pubkey(certificate.get(), key) != 1) tls_failed("public key");
    return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    if (X509_sign(certificate, issuer_key, EVP_sha256()) == 0) tls_failed("sign");
}

struct Authority {
    Key key;
    Certificate certificate;
};

Authority make_authority(const TlsFiles& files, Instant now) {
    Authority ca{make_key(), nullptr};
    ca.certificate = begin_certificate(ca.key.get(), "Bihuan local CA", now, kCaDays);
    X509* x509 = ca.certificate.get();
    X509_set_issuer_name(x509, X509_get_subject_name(x509));
    add_extension(x509, x509, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(x509, x509, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(x509, x509, NID_subject_key_identifier, "hash");
    sign(x509, x509, ca.key.get());
    write_key(files.ca_key, ca.key.get());
    write_file(files.ca_certificate, to_pem(x509), 0644);
    return ca;
}

Authority load_authority(const TlsFiles& files) {
    Memory key_file(BIO_new_file(files.ca_key.c_str(), "r"));
    Memory certificate_file(BIO_new_file(files.ca_certificate.c_str(), "r"));
    if (!key_file || !certificate_file) file_failed(files.ca_key);
    Authority ca;
    ca.key.reset(PEM_read_bio_PrivateKey(key_file.get(), nullptr, nullptr, nullptr));
    ca.certificate.reset(PEM_read_bio_X509(certificate_file.get(), nullptr, nullptr, nullptr));
    if (!ca.key || !ca.certificate ||
        X509_check_private_key(ca.certificate.get(), ca.key.get()) != 1) {
        throw Error(Code::invalid, "error.http.bad_ca", {{"file", files.ca_certificate}});
    }
    return ca;
}

std::string alternative_names(const std::vector<std::string>& host_names) {
    std::string out;
    for (const std::string& name : host_names) {
        bool is_address = parse_address(name).has_value();
        // A wildcard label is the only thing a host name may have beyond host characters.
        bool good = is_address || (is_valid_host(name) && name.size() <= 253 &&
                                   name.find_first_of(":,;=%!$&'()+~") == std::string::npos);
        if (!good) throw Error(Code::invalid, "error.http.bad_host_name", {{"name", name}});
        if (!out.empty()) out += ",";
        out += (is_address ? "IP:" : "DNS:") + name;
    }
    return out;
}

}  // namespace

TlsFiles tls_init(const std::string& folder, const std::vector<std::string>& host_names,
                  Instant now) {
    if (host_names.empty()) throw Error(Code::invalid, "error.http.no_host_name");
    std::string names = alternative_names(host_names);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) file_failed(folder);
    TlsFiles files{folder + "/ca.pem", folder + "/ca.key", folder + "/server.pem",
                   folder + "/server.key"};
    bool has_ca = ::access(files.ca_key.c_str(), F_OK) == 0;
    Authority ca = has_ca ? load_authority(files) : make_authority(files, now);
    Key key = make_key();
    Certificate certificate = begin_certificate(key.get(), host_names.front(), now, kServerDays);
    X509* x509 = certificate.get();
    X509* issuer = ca.certificate.get();
    add_extension(x509, issuer, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(x509, issuer, NID_key_usage, "critical,digitalSignature");
    add_extension(x509, issuer, NID_ext_key_usage, "serverAuth");
    add_extension(x509, issuer, NID_subject_key_identifier, "hash");
    add_extension(x509, issuer, NID_authority_key_identifier, "keyid");
    add_extension(x509, issuer, NID_subject_alt_name, names);
    sign(x509, issuer, ca.key.get());
    write_key(files.server_key, key.get());
    write_file(files.server_certificate, to_pem(x509) + to_pem(issuer), 0644);
    return files;
}

}  // namespace bihuan::http
