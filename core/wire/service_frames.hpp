// The three kinds of things that a service says, each from its JSON. Inner part of the codec.
#pragma once

#include "core/wire/codec.hpp"
#include "core/wire/json_members.hpp"

namespace parley::wire {

// None: not what this version understands.
[[nodiscard]] std::optional<any_result> read_result(method of, const boost::json::object& result);
[[nodiscard]] std::optional<rpc_error> read_error(const boost::json::object& error);
[[nodiscard]] std::optional<notification> read_notification(std::string_view method,
                                                            const boost::json::object& params);

}  // namespace parley::wire
