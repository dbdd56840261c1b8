#pragma once
// SPDX-License-Identifier: Apache-2.0
// All of Loom.

#include "loom/connect/connect.hpp"
#include "loom/connect/on_command.hpp"
#include "loom/info/checked.hpp"
#include "loom/info/email.hpp"
#include "loom/info/error.hpp"
#include "loom/info/field.hpp"
#include "loom/info/index.hpp"
#include "loom/info/model.hpp"
#include "loom/info/prepare.hpp"
#include "loom/info/query.hpp"
#include "loom/info/time_expression.hpp"
#include "loom/info/transaction.hpp"
#include "loom/info/watch.hpp"
#include "loom/testing/frozen_clock.hpp"
#include "loom/testing/sandbox.hpp"
#include "loom/time/date.hpp"
#include "loom/time/frame.hpp"
#include "loom/time/local_time.hpp"
#include "loom/time/time.hpp"
#include "loom/time/zone.hpp"
