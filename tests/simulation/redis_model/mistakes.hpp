// Deliberate mistakes of the model, which the checks of a simulation must catch.
#pragma once

namespace parley::redis_model {

struct mistakes {
  bool takes_any_id = false;     // an append is stored whatever its id: there is no fence
  bool keeps_the_epoch = false;  // a claim does not raise it
  bool keeps_a_ticket = false;   // a pairing leaves the one who waited longer in the pool
};

}  // namespace parley::redis_model
