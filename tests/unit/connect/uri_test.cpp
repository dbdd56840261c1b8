// SPDX-License-Identifier: Apache-2.0
// Which URIs Loom takes, and that a refusal names the option and repeats nothing else.

#include "connect/uri.hpp"

#include <gtest/gtest.h>

#include "loom/info/error.hpp"

namespace loom::core {
namespace {

/// What the refusal of a URI says; empty where it is taken.
std::string refusal_of(std::string_view uri) {
  try {
    parse_uri(uri);
    return {};
  } catch (const ConnectionError& error) {
    return error.what();
  }
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

TEST(Uri, of_this_machine_needs_nothing) {
  for (const char* uri :
       {"mongodb://127.0.0.1", "mongodb://localhost:27017/", "mongodb://[::1]:27017/?replicaSet=r",
        "mongodb://%2Ftmp%2Fmongod.sock/?replicaSet=r", "mongodb://u:p@127.0.0.1,127.0.0.2/",
        "mongodb://u:p%40ss%2F@127.0.0.1/?authSource=admin&w=majority&journal=true",
        "mongodb://127.0.0.1/"
        "?retryWrites=true&retryReads=true&readPreference=primary&tlsInsecure=false"})
    EXPECT_EQ(refusal_of(uri), "") << uri;
}

TEST(Uri, of_another_machine_needs_tls_and_no_password_in_it) {
  EXPECT_EQ(refusal_of("mongodb://db.example.org/?tls=true"), "");
  EXPECT_EQ(refusal_of("mongodb+srv://db.example.org/"), "");
  EXPECT_TRUE(says(refusal_of("mongodb://db.example.org/"), "TLS"));
  EXPECT_TRUE(says(refusal_of("mongodb://127.0.0.1,db.example.org/"), "TLS"));
  EXPECT_TRUE(says(refusal_of("mongodb://127.example.org/"), "TLS"));
  EXPECT_TRUE(says(refusal_of("mongodb+srv://db.example.org/?tls=false"), "TLS"));
  EXPECT_TRUE(says(refusal_of("mongodb://u:hunter2@db.example.org/?tls=true"), "password"));
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
  EXPECT_EQ(hosts_of(*parse_uri("mongodb+srv://db.example.org/")), "db.example.org");
}

}  // namespace
}  // namespace loom::core
