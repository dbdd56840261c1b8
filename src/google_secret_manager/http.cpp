// SPDX-License-Identifier: Apache-2.0
// One request over HTTP, by libcurl.

#include "google_secret_manager/http.hpp"

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <random>
#include <span>
#include <thread>

namespace loom::google {
namespace {

using Reason = SecretError::Reason;
using std::chrono::milliseconds;

constexpr milliseconds longest_connecting{10'000};
// A metadata server is on the same machine or nowhere.
constexpr milliseconds longest_connecting_locally{3'000};
// A secret is at most 64 KiB, 4/3 of that as base64.
constexpr std::size_t longest_answer = 128 * 1024;
// Before an overloaded server is asked again.
constexpr milliseconds first_pause{1'000};
constexpr milliseconds longest_pause{60'000};
constexpr curl_off_t longest_wish = 3'600;  // seconds

struct HandleEnd {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct ListEnd {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, HandleEnd>;
using Headers = std::unique_ptr<curl_slist, ListEnd>;

/// Where the answer's body goes.
struct Sink {
  std::span<char> room;
  std::size_t size = 0;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* sink) {
  auto& [room, used] = *static_cast<Sink*>(sink);
  const bool fits = size <= room.size() - used;
  if (fits) {
    std::memcpy(room.data() + used, data, size);
    used += size;
  }
  // libcurl's buffer, which it frees as it is.
  explicit_bzero(data, size);
  return fits ? size : 0;
}

/// Where the request's body comes from.
struct Source {
  std::string_view rest;
};

std::size_t give_body(char* buffer, std::size_t, std::size_t size, void* source) {
  auto& rest = static_cast<Source*>(source)->rest;
  // What stands here was sent, and would be freed as it is. That there is a call after the last
  // byte is why the body's length is not told beforehand.
  explicit_bzero(buffer, size);
  const auto count = rest.copy(buffer, size);
  rest.remove_prefix(count);
  return count;
}

/// OpenSSL forgets what it decrypted as soon as that was read.
CURLcode cleanse_plaintext(CURL*, void* context, void*) {
  SSL_CTX_set_options(static_cast<SSL_CTX*>(context), SSL_OP_CLEANSE_PLAINTEXT);
  return CURLE_OK;
}

template <class Value>
void set(const Handle& handle, CURLoption option, Value value) {
  const auto code = curl_easy_setopt(handle.get(), option, value);
  if (code != CURLE_OK)
    throw SecretError(Reason::unreachable,
                      std::string("libcurl cannot make the request: ") + curl_easy_strerror(code));
}

Headers list_of(const std::vector<std::string>& headers) {
  Headers list;
  for (const auto& header : headers) {
    auto* const longer = curl_slist_append(list.get(), header.c_str());
    if (!longer) throw std::bad_alloc();
    list.release();
    list.reset(longer);
  }
  return list;
}

long in_milliseconds(milliseconds limit) {
  return static_cast<long>(std::max(limit, milliseconds{1}).count());
}

/// scheme://host:port, for the texts of errors.
std::string host_of(const std::string& url) {
  return url.substr(0, url.find('/', url.find("://") + 3));
}

void set_up(const Handle& handle, const Request& request) {
  const auto left = core::remaining(request.deadline);
  set(handle, CURLOPT_URL, request.url.c_str());
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  // The buffers of HTTP/2 are out of reach of those who would wipe them.
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_USERAGENT, "loom");
  set(handle, CURLOPT_TIMEOUT_MS, in_milliseconds(left));
  const auto connecting = request.local_link ? longest_connecting_locally : longest_connecting;
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, in_milliseconds(std::min(left, connecting)));
  if (request.local_link) {
    set(handle, CURLOPT_PROTOCOLS_STR, "http");
    set(handle, CURLOPT_PROXY, "");
  } else {
    set(handle, CURLOPT_PROTOCOLS_STR, "https");
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle, CURLOPT_SSL_CTX_FUNCTION, &cleanse_plaintext);
    if (!request.ca_file.empty()) set(handle, CURLOPT_CAINFO, request.ca_file.c_str());
  }
  if (request.bearer) {
    set(handle, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
    set(handle, CURLOPT_XOAUTH2_BEARER, request.bearer->reveal().data());
  }
}

std::string header(const Handle& handle, const char* name) {
  curl_header* found = nullptr;
  const auto code = curl_easy_header(handle.get(), name, 0, CURLH_HEADER, -1, &found);
  return code == CURLHE_OK ? found->value : "";
}

template <class Value>
Value information(const Handle& handle, CURLINFO what) {
  Value value{};
  curl_easy_getinfo(handle.get(), what, &value);
  return value;
}

[[noreturn]] void throw_failure(CURLcode code, const char* detail, const Handle& handle,
                                const std::string& host) {
  if (code == CURLE_WRITE_ERROR)
    throw SecretError(Reason::malformed, host + " answers with more than a secret can hold");
  std::string text = host + " cannot be reached: ";
  if (code == CURLE_OPERATION_TIMEDOUT)
    text += "no whole answer within the deadline";
  else
    text += *detail ? detail : curl_easy_strerror(code);
  if (code == CURLE_PEER_FAILED_VERIFICATION)
    text += "; trust its issuer on this machine, or in ca_file of the options";
  ErrorFacts facts;
  facts.retryable = true;
  if (information<curl_off_t>(handle, CURLINFO_CONNECT_TIME_T) == 0)
    throw NoConnectionError(Reason::unreachable, text, facts);
  throw SecretError(Reason::unreachable, text, facts);
}

}  // namespace

Response send(const Request& request) {
  const Handle handle(curl_easy_init());
  if (!handle) throw std::bad_alloc();
  auto lines = request.headers;
  Source source{request.body};
  if (!request.body.empty()) {
    lines.insert(lines.end(), {"Transfer-Encoding: chunked", "Expect:"});
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_READFUNCTION, &give_body);
    set(handle, CURLOPT_READDATA, &source);
  }
  const auto headers = list_of(lines);
  std::array<char, CURL_ERROR_SIZE> detail{};
  set_up(handle, request);
  set(handle, CURLOPT_HTTPHEADER, headers.get());
  set(handle, CURLOPT_ERRORBUFFER, detail.data());
  set(handle, CURLOPT_WRITEFUNCTION, &take_body);

  CURLcode code = CURLE_OK;
  auto body = Secret::filled_by(longest_answer, [&](std::span<char> room) {
    Sink sink{room};
    set(handle, CURLOPT_WRITEDATA, &sink);
    code = curl_easy_perform(handle.get());
    return sink.size;
  });
  const auto host = host_of(request.url);
  if (code != CURLE_OK) throw_failure(code, detail.data(), handle, host);
  const auto status = information<long>(handle, CURLINFO_RESPONSE_CODE);
  if (status >= 300 && status < 400)
    throw SecretError(Reason::malformed,
                      host + " answers with a redirect (" + std::to_string(status) +
                          "), which is not followed: a token would go to another server");
  return {status, std::move(body), header(handle, "Metadata-Flavor"),
          std::chrono::seconds(
              std::min(information<curl_off_t>(handle, CURLINFO_RETRY_AFTER), longest_wish))};
}

Response send_until_served(const Request& request) {
  thread_local std::minstd_rand random{std::random_device{}()};
  for (auto longest = first_pause;; longest = std::min(2 * longest, longest_pause)) {
    auto response = send(request);
    if (response.status != 429 && response.status != 503) return response;
    std::uniform_int_distribution<std::int64_t> jitter(longest.count() / 2, longest.count());
    const auto pause = std::max(milliseconds(jitter(random)), milliseconds(response.retry_after));
    if (pause >= core::remaining(request.deadline)) return response;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace loom::google
