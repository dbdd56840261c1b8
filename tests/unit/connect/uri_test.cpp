// SPDX-License-Identifier: Apache-2.0
// Which URIs Loom takes, and that a refusal names the option and repeats nothing else.

#include "connect/uri.hpp"

#include <gtest/gtest.h>

#include "loom/info/error.hpp"

namespace loom::core {
namespace {

/// What the refusal of a URI says; empty where it is taken.
std::string refusal_of(std::string_view uri, const ConnectOptions& options = {}) {
  try {
    parse_uri(uri, options);
    return {};
  } catch (const ConnectionError& error) {
    EXPECT_EQ(error.reason(), ConnectionError::Reason::uri) << error.what();
    return error.what();
  }
}

std::string refusal_of(std::string_view uri, unsafely::OfConnection allowed) {
  return refusal_of(uri, ConnectOptions{.allow = allowed});
}

std::string refusal_with(std::string_view secret, std::string_view uri) {
  return refusal_of(uri, ConnectOptions{.secret = Secret::copy_of(secret)});
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

TEST(Uri, of_this_machine_needs_nothing) {
  for (const char* uri :
       {"mongodb://127.0.0.1", "mongodb://localhost:27017/", "mongodb://[::1]:27017/?replicaSet=r",
        "mongodb://%2Ftmp%2Fmongod.sock/?replicaSet=r", "mongodb://127.0.0.1,127.0.0.2/",
        "mongodb://127.0.0.1/?authSource=admin&w=majority&journal=true",
        "mongodb://127.0.0.1/"
        "?retryWrites=true&retryReads=true&readPreference=primary&tlsInsecure=false"})
    EXPECT_EQ(refusal_of(uri), "") << uri;
}

TEST(Uri, of_another_machine_needs_tls) {
  const auto refused = [](std::string_view uri, unsafely::OfConnection allowed = {}) {
    return refusal_of(uri, ConnectOptions{.secret = Secret::copy_of("s3cret"), .allow = allowed});
  };
  EXPECT_EQ(refused("mongodb://ada@db.example.org/?tls=true"), "");
  EXPECT_EQ(refused("mongodb+srv://ada@db.example.org/"), "");
  for (const char* uri :
       {"mongodb://ada@db.example.org/", "mongodb://ada@127.0.0.1,db.example.org/",
        "mongodb://ada@127.example.org/", "mongodb://ada@db.example.org/?tls=false"}) {
    EXPECT_TRUE(says(refused(uri), "loom::unsafely::no_tls")) << uri;
    EXPECT_EQ(refused(uri, unsafely::no_tls), "") << uri;
  }
  for (const auto word : {unsafely::OfConnection{}, unsafely::no_tls})
    EXPECT_TRUE(says(refused("mongodb+srv://ada@db.example.org/?tls=false", word), "tls=false"));
}

TEST(Uri, of_another_machine_needs_a_login) {
  for (const char* uri :
       {"mongodb://db.example.org/?tls=true", "mongodb+srv://db.example.org/",
        "mongodb://127.0.0.1,db.example.org/?tls=true&tlsCertificateKeyFile=client.pem"}) {
    EXPECT_TRUE(says(refusal_of(uri), "loom::unsafely::no_login")) << uri;
    EXPECT_EQ(refusal_of(uri, unsafely::no_login), "") << uri;
    EXPECT_NE(refusal_of(uri, unsafely::no_tls), "") << "that is another word";
  }
  EXPECT_EQ(refusal_of("mongodb://db.example.org/?tls=true&authMechanism=MONGODB-X509"
                       "&tlsCertificateKeyFile=client.pem"),
            "");
}

TEST(Uri, has_no_session_token_in_it) {
  const auto uri =
      "mongodb://db.example.org/?tls=true&authSource=$external&authMechanism=MONGODB-AWS"
      "&authMechanismProperties=AWS_SESSION_TOKEN:hunter2";
  EXPECT_TRUE(says(refusal_of(uri), "loom::unsafely::inline_password")) << refusal_of(uri);
  EXPECT_FALSE(says(refusal_of(uri), "hunter2")) << refusal_of(uri);
  EXPECT_EQ(refusal_of(uri, unsafely::inline_password), "");
}

TEST(Uri, has_no_password_in_it) {
  for (const char* uri :
       {"mongodb://u:hunter2@db.example.org/?tls=true", "mongodb+srv://u:hunter2@db.example.org/",
        "mongodb://u:hunter2@127.0.0.1/", "mongodb://u:p%40ss%2F@127.0.0.1/?authSource=admin"}) {
    EXPECT_TRUE(says(refusal_of(uri), "loom::unsafely::inline_password")) << uri;
    EXPECT_EQ(refusal_of(uri, unsafely::inline_password), "") << uri;
    EXPECT_NE(refusal_of(uri, unsafely::no_tls), "") << "that is another word";
  }
}

TEST(Uri, gets_its_password_from_the_secret_as_it_is) {
  const std::string password = "p@ss:w/rd%20?&#ü";
  for (const char* uri : {"mongodb://ada%40home:%s@127.0.0.1:27018/shop?replicaSet=r",
                          "mongodb://ada%40home@h/?tls=true",
                          "mongodb+srv://ada%40home:%s@db.example.org/?appName=%25s"}) {
    const auto parsed = parse_uri(uri, {.secret = Secret::copy_of(password)});
    EXPECT_EQ(mongoc_uri_get_password(parsed.get()), password);
    EXPECT_EQ(mongoc_uri_get_username(parsed.get()), std::string("ada@home"));
    EXPECT_FALSE(says(mongoc_uri_get_string(parsed.get()), "p@ss")) << "never in a text";
    forget_password(*parsed);
    EXPECT_EQ(mongoc_uri_get_password(parsed.get()), std::string());
  }
}

TEST(Uri, has_a_user_and_a_secret_or_neither) {
  EXPECT_TRUE(says(refusal_of("mongodb://ada@127.0.0.1/"), ".secret"));
  EXPECT_TRUE(says(refusal_of("mongodb://ada:@db.example.org/?tls=true"), ".secret"));
  EXPECT_TRUE(says(refusal_of("mongodb://ada:%s@db.example.org/?tls=true"), ".secret"));
  EXPECT_TRUE(says(refusal_with("hunter2", "mongodb://127.0.0.1/"), "names no user"));
  EXPECT_TRUE(says(refusal_with("hunter2", "mongodb://:%s@127.0.0.1/"), "names no user"));
  EXPECT_TRUE(says(refusal_with("hunter2", "mongodb://ada:lovelace@127.0.0.1/"), "%s"));
  EXPECT_TRUE(says(refusal_with(std::string_view("hun\0ter", 7), "mongodb://a@127.0.0.1/"), "NUL"));
  EXPECT_TRUE(says(refusal_with("hunter\xff", "mongodb://a:%s@127.0.0.1/"), "UTF-8"));
  EXPECT_EQ(refusal_with("hunter2", "mongodb://ada:%s@127.0.0.1/?authMechanism=SCRAM-SHA-1"), "");
}

TEST(Uri, of_a_login_by_certificate_names_the_certificate) {
  const std::string uri = "mongodb://127.0.0.1/?authMechanism=MONGODB-X509";
  EXPECT_TRUE(says(refusal_of(uri), "tlsCertificateKeyFile"));
  EXPECT_TRUE(says(refusal_of(uri + "&tls=true"), "tlsCertificateKeyFile"));
  EXPECT_EQ(refusal_of(uri + "&tls=true&tlsCertificateKeyFile=/client.pem"), "");
  EXPECT_EQ(refusal_of("mongodb://CN%3Dada@127.0.0.1/?authMechanism=MONGODB-X509&tls=true&"
                       "tlsCertificateKeyFile=/client.pem"),
            "");
}

TEST(Uri, that_is_none_is_told_what_one_looks_like) {
  for (const char* uri :
       {"", "localhost", "http://127.0.0.1/", "mongodb://", "mongodb://:27017/",
        "mongodb://127.0.0.1:99999/", "mongodb://127.0.0.1:hunter2/", "mongodb://%zz@127.0.0.1/"})
    EXPECT_TRUE(says(refusal_of(uri), "mongodb://127.0.0.1:27017"))
        << uri << ": " << refusal_of(uri);
  EXPECT_TRUE(says(refusal_of(std::string_view("mongodb://127.0.0.1\0.example.org", 32)), "NUL"));
}

TEST(Uri, with_an_unescaped_separator_in_its_login_is_refused) {
  EXPECT_TRUE(says(refusal_of("mongodb://u:p@ss@127.0.0.1/"), "%40"));
  EXPECT_TRUE(says(refusal_of("mongodb://u:p/ss@127.0.0.1/"), "%2F"));
  EXPECT_TRUE(says(refusal_of("mongodb://u:p?ss@127.0.0.1/"), "%40"));
  EXPECT_TRUE(says(refusal_of("mongodb://u:p:ss@127.0.0.1/"), "%3A"));
}

TEST(Uri, with_an_unknown_option_is_refused_by_its_name) {
  for (const char* option : {"retryWirtes", "wtimeoutMS", "loadBalanced", "waitQueueTimeoutMS"}) {
    const auto text = refusal_of("mongodb://127.0.0.1/?" + std::string(option) + "=true");
    EXPECT_TRUE(says(text, option)) << text;
  }
}

TEST(Uri, that_gives_up_a_safety_is_refused_by_the_options_name) {
  for (const char* option :
       {"w=0", "w=1", "w=2", "journal=false", "retryWrites=false", "retryReads=false",
        "RETRYWRITES=False", "tlsInsecure=true", "tlsAllowInvalidCertificates=true",
        "tlsAllowInvalidHostnames=true", "readPreference=secondary", "readConcernLevel=local"}) {
    const auto text = refusal_of("mongodb://127.0.0.1/?" + std::string(option));
    EXPECT_TRUE(says(text, std::string(option).substr(0, std::string(option).find('=')))) << text;
    EXPECT_TRUE(says(text, "safety")) << text;
  }
}

TEST(Uri, may_give_up_the_safety_that_a_word_allows) {
  using namespace unsafely;
  const std::vector<std::tuple<const char*, OfConnection, const char*>> options{
      {"w=1", weak_writes, "weak_writes"},
      {"journal=false", weak_writes, "weak_writes"},
      {"tlsInsecure=true", unverified_certificates, "unverified_certificates"},
      {"tlsAllowInvalidCertificates=true", unverified_certificates, "unverified_certificates"},
      {"tlsAllowInvalidHostnames=true", unverified_certificates, "unverified_certificates"}};
  for (const auto& [option, word, name] : options) {
    const auto uri = "mongodb://127.0.0.1/?tls=true&" + std::string(option);
    EXPECT_TRUE(says(refusal_of(uri), "loom::unsafely::" + std::string(name))) << refusal_of(uri);
    EXPECT_EQ(refusal_of(uri, word | no_tls), "") << uri;
    EXPECT_NE(refusal_of(uri, no_tls | inline_password), "") << uri;
  }
}

TEST(Uri, never_leaves_a_write_unacknowledged) {
  using namespace unsafely;
  const auto all = inline_password | no_tls | no_login | unverified_certificates | weak_writes;
  for (const char* option : {"w=0", "w=-1", "w=2", "retryWrites=false"}) {
    const auto text = refusal_of("mongodb://127.0.0.1/?" + std::string(option), all);
    EXPECT_TRUE(says(text, "safety")) << text;
    EXPECT_FALSE(says(text, "unsafely")) << "no word allows it: " << text;
  }
}

TEST(Uri, with_a_value_that_does_not_fit_is_refused_by_the_options_name) {
  for (const char* option :
       {"maxPoolSize=many", "maxPoolSize=0", "maxPoolSize=-1", "connectTimeoutMS=0",
        "connectTimeoutMS=", "heartbeatFrequencyMS=3", "tls=perhaps", "directConnection=perhaps",
        "replicaSet", "appName=a&appName=b", "appName=a&appname=b"}) {
    const auto text = refusal_of("mongodb://127.0.0.1/?" + std::string(option));
    EXPECT_TRUE(says(text, std::string(option).substr(0, std::string(option).find('='))))
        << option << ": " << text;
  }
}

TEST(Uri, is_never_repeated_in_a_refusal) {
  for (const char* uri :
       {"mongodb://u:hunter2@db.example.org/", "mongodb://u:hunter2@x@127.0.0.1/",
        "mongodb:/u:hunter2@x", "mongodb://u:hunter2@127.0.0.1:port/",
        "mongodb://u:hunter2@127.0.0.1/?w=1", "mongodb://u:x@127.0.0.1/?tls=hunter2",
        "mongodb://u:x@127.0.0.1/?w=hunter2", "mongodb://u:hunter2%zz@127.0.0.1/"}) {
    EXPECT_NE(refusal_of(uri), "") << uri;
    EXPECT_FALSE(says(refusal_of(uri), "hunter2")) << refusal_of(uri);
  }
}

TEST(Uri, tells_its_hosts_for_texts) {
  EXPECT_EQ(hosts_of(*parse_uri("mongodb://127.0.0.1,localhost:27018/?replicaSet=r")),
            "127.0.0.1:27017, localhost:27018");
  EXPECT_EQ(hosts_of(*parse_uri("mongodb://%2Ftmp%2Fmongod.sock/")), "/tmp/mongod.sock");
  EXPECT_EQ(hosts_of(*parse_uri("mongodb+srv://db.example.org/", {.allow = unsafely::no_login})),
            "db.example.org");
}

}  // namespace
}  // namespace loom::core
