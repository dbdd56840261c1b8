// SPDX-License-Identifier: Apache-2.0
// A password has no place in a log.
// error: a loom::Secret is never printed
#include <iostream>

#include "loom/secret/secret_manager.hpp"

void good() { std::cout << loom::secret("db-password").reveal().size(); }
#ifdef LOOM_COMPILE_FAIL
void bad() { std::cout << loom::secret("db-password"); }
#endif
