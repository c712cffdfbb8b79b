// What a message may carry besides words, as a client and a service write it alike. Inner part of
// the codec.
#pragma once

#include "core/wire/json_writer.hpp"

namespace parley::wire {

void write_file(json_writer& out, const file_info& file);
void write_sender_clock(json_writer& out, const sender_clock& clock);

}  // namespace parley::wire
