#pragma once
// SPDX-License-Identifier: Apache-2.0
// The connections to one deployment, lent to one thread at a time.

#include <mongoc/mongoc.h>
#include <sys/types.h>

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "connect/uri.hpp"
#include "core/deadline.hpp"

namespace loom::core {

/// libmongoc's pool, with a wait that ends at a deadline.
class Pool {
 public:
  /// `uri` comes from `parse_uri`; what it leaves open gets values that notice a failover in a
  /// second.
  explicit Pool(Uri uri);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// One client of the pool, given back when it is destroyed. The pool must outlive it.
  class Lease {
   public:
    Lease(Lease&& other) noexcept
        : pool_(other.pool_), client_(std::exchange(other.client_, nullptr)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (client_) pool_.take_back(client_);
    }
    mongoc_client_t* client() const noexcept { return client_; }

   private:
    friend class Pool;
    Lease(Pool& pool, mongoc_client_t* client) noexcept : pool_(pool), client_(client) {}
    Pool& pool_;
    mongoc_client_t* client_;
  };

  /// Throws: TimeoutError (all are in use until the deadline), Error (in a child after fork()).
  Lease lend(Deadline deadline, std::string_view operation);

  const mongoc_uri_t& uri() const noexcept { return *uri_; }

 private:
  struct DestroyPool {
    void operator()(mongoc_client_pool_t* pool) const noexcept { mongoc_client_pool_destroy(pool); }
  };

  mongoc_client_t* new_client();
  void take_back(mongoc_client_t* client) noexcept;

  Uri uri_;
  mongoc_ssl_opt_t tls_;
  std::unique_ptr<mongoc_client_pool_t, DestroyPool> pool_;
  pid_t process_;
  std::size_t size_;

  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t made_ = 0;
  std::vector<mongoc_client_t*> idle_;
};

}  // namespace loom::core
