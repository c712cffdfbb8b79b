// What the simulation has found while visitors came, stayed away and left.
// Each is the reduced scenario that violated the guarantee before it was fixed.
// docs/verification.md tells the stories.
#include "tests/simulation/regressions/found.hpp"

#include <catch2/catch.hpp>

namespace parley::simulation {

TEST_CASE("a join that broke before it was answered has said that both were there: no no_show") {
  scenario plan;
  plan.seed = 7190;
  plan.latency_ms = 3;
  plan.trim = 60;
  plan.stream_block = 10;
  plan.node.batch_entries = 3;
  plan.node.snapshot_every = 20;
  plan.node.drain.spread = milliseconds{2000};
  plan.node.drain.deadline = milliseconds{10000};
  plan.node.unapplied_entries = 30;
  plan.client.outbox_capacity = 8;
  plan.matchmaker.interest_patience = milliseconds{3000};
  plan.matchmaker.drain.spread = milliseconds{500};
  plan.calm_ms = 20000;
  plan.bound_ms = 40000;
  plan.tidy_ms = 180000;
  plan.steps = {
      {129, act::seek, 1, 1559182811, 0},
      {256, act::seek, 0, 286937604, 0},
      {724, act::say, 1084057615, 677363725, 0},
      {2015, act::say, 1825957565, 324346244, 0},
      {3186, act::say, 331270677, 883860205, 0},
      {4738, act::say, 411826571, 277108740, 0},
      {5082, act::cut, 516537208, 76634709, 0},
      {5635, act::say, 1013009303, 253968864, 0},
      {6776, act::say, 1237774752, 746998041, 0},
      {6790, act::say, 63861529, 2118505935, 0},
      {7929, act::cut, 1073045115, 1237245771, 0, moment::claim_done},
      {8356, act::crash_node, 864692562, 649401737, 2, moment::claim_asked},
      {8727, act::say, 812084313, 415721256, 0},
      {10306, act::say, 67469172, 1101029872, 0},
      {11425, act::say, 1520901468, 1631047497, 0},
      {12412, act::freeze_node, 511343448, 1671152153, 4372, moment::append_answered},
      {12878, act::wipe_redis, 747275171, 1278147402, 0},
      {16035, act::restart_redis, 1965766867, 1632976734, 2},
  };
  CHECK(verdict_of(plan) == "held");
}

TEST_CASE("a connection broken without a word does not keep its partner at a stale owner") {
  scenario plan;
  plan.seed = 102279;
  plan.clients = 6;
  plan.nodes = 2;
  plan.matchmakers = 2;
  plan.latency_ms = 8;
  plan.pools = 2;
  plan.node.batch_entries = 1;
  plan.node.snapshot_every = 20;
  plan.node.page_bytes = 100;
  plan.node.move_interval = milliseconds{200};
  plan.node.drain.spread = milliseconds{0};
  plan.node.drain.deadline = milliseconds{10000};
  plan.matchmaker.interest_patience = milliseconds{3000};
  plan.matchmaker.drain.spread = milliseconds{500};
  plan.calm_ms = 8000;
  plan.bound_ms = 40000;
  plan.tidy_ms = 180000;
  plan.steps = {
      {125, act::seek, 0, 1786146723, 0},
      {153, act::seek, 3, 786538213, 0},
      {192, act::seek, 1, 379153573, 0},
      {433, act::goodbye, 14421609, 838963053, 0, moment::send_arrives},
      {468, act::seek, 1162438499, 1899979355, 0},
      {666, act::seek, 2, 821010255, 0},
      {1436, act::say, 724856137, 1255429563, 0},
      {2657, act::cut_unnoticed, 670262047, 700085595, 0},
      {2677, act::cut_unnoticed, 1451795870, 421865656, 0},
      {3321, act::cut_unnoticed, 751423458, 2091339852, 0},
      {3664, act::goodbye, 821718173, 1470940063, 0},
      {5063, act::goodbye, 1014093964, 559207729, 0, moment::join_arrives},
      {5929, act::cut_unnoticed, 1389817735, 753985651, 0, moment::join_arrives},
      {5986, act::lose_mail, 203392280, 1776411275, 0},
      {6582, act::seek, 610042731, 158127954, 0},
  };
  CHECK(verdict_of(plan) == "held");
}

TEST_CASE("an end for somebody's absence is told to nobody before it is done") {
  scenario plan;
  plan.seed = 48216;
  plan.matchmakers = 2;
  plan.latency_ms = 20;
  plan.trim = 60;
  plan.stream_block = 10;
  plan.node.snapshot_every = 4;
  plan.node.page_bytes = 100;
  plan.node.drain.spread = milliseconds{0};
  plan.node.drain.deadline = milliseconds{10000};
  plan.node.unapplied_entries = 30;
  plan.client.outbox_capacity = 8;
  plan.matchmaker.interest_patience = milliseconds{3000};
  plan.matchmaker.drain.spread = milliseconds{500};
  plan.calm_ms = 3000;
  plan.bound_ms = 40000;
  plan.tidy_ms = 180000;
  plan.steps = {
      {309, act::cut_unnoticed, 1747627915, 1106577772, 0, moment::claim_answered},
      {422, act::seek, 0, 2112322481, 0},
      {503, act::cut_unnoticed, 145923913, 2138573337, 0},
      {738, act::seek, 1, 585529438, 0},
      {887, act::cut_unnoticed, 887769107, 2119374364, 0, moment::log_answered},
      {2467, act::say, 2140548248, 344133874, 0},
  };
  CHECK(verdict_of(plan) == "held");
}

TEST_CASE("late commands of dead matchmakers say replaced more than once: nobody gives up") {
  scenario plan;
  plan.seed = 97841;
  plan.clients = 3;
  plan.matchmakers = 2;
  plan.latency_ms = 20;
  plan.has_interests = true;
  plan.node.batch_entries = 3;
  plan.node.page_bytes = 100;
  plan.node.move_interval = milliseconds{200};
  plan.node.drain.spread = milliseconds{0};
  plan.node.drain.deadline = milliseconds{10000};
  plan.node.grace = milliseconds{12000};
  plan.client.window = 4;
  plan.matchmaker.interest_patience = milliseconds{3000};
  plan.matchmaker.drain.spread = milliseconds{500};
  plan.calm_ms = 20000;
  plan.bound_ms = 40000;
  plan.tidy_ms = 150000;
  plan.steps = {
      {62, act::seek, 0, 525608796, 0},
      {475, act::cut_unnoticed, 964806867, 343207713, 0},
      {553, act::crash_matchmaker, 837757949, 1173270924, 5},
      {689, act::crash_matchmaker, 1245561855, 1898586041, 1},
      {947, act::seek, 103162940, 1303549865, 0},
      {1578, act::fail_over, 1891895146, 1396299238, 1939},
      {2294, act::crash_matchmaker, 1959702006, 71383425, 191},
      {4154, act::fail_over, 84135807, 1034938621, 7},
      {4292, act::seek, 619386922, 1885320614, 0},
      {5204, act::cut_unnoticed, 135097142, 1720068880, 0},
      {5827, act::crash_matchmaker, 107584448, 60440461, 4},
      {6406, act::freeze_matchmaker, 342121135, 454643382, 1661},
      {6806, act::fail_over, 1302006578, 1674047998, 2, moment::seek_done},
      {6937, act::fail_over, 758604838, 2123022710, 39},
      {7790, act::take_back, 334498420, 196866310, 0},
      {8438, act::take_back, 1692966137, 850405939, 0},
      {9073, act::seek, 1, 765045361, 0},
      {9174, act::seek, 384762497, 2101856006, 0},
      {9883, act::drain_matchmaker, 1264782904, 161417766, 0, moment::seek_done},
      {10615, act::fail_over, 1414812189, 197695888, 1116},
      {11208, act::fail_over, 1727596933, 1830485849, 146},
      {11369, act::fill_redis, 991465629, 1817212665, 479},
      {12196, act::crash_matchmaker, 1609071255, 600631194, 226},
      {12344, act::wipe_redis, 2034609241, 1776166743, 0},
  };
  CHECK(verdict_of(plan) == "held");
}

TEST_CASE("a node that woke and took a lost room again does not end it for an absence of before") {
  auto plan = plan_of(3276775);
  plan.nodes = 3;
  plan.latency_ms = 20;
  plan.node.batch_entries = 1;
  plan.node.snapshot_every = 20;
  plan.node.move_interval = milliseconds{200};
  plan.node.drain.spread = milliseconds{2000};
  plan.node.drain.deadline = milliseconds{10000};
  plan.matchmaker.interest_patience = milliseconds{3000};
  plan.matchmaker.drain.spread = milliseconds{500};
  plan.steps = {
      {20, act::seek, 0, 1833229592, 0},
      {363, act::flush_redis, 280369687, 128097102, 0},
      {997, act::freeze_node, 21277310, 2076221797, 39},
      {1247, act::freeze_node, 1876377830, 281142054, 5521},
      {2149, act::drain_node, 612532378, 1237154484, 0},
      {2441, act::seek, 1065867973, 8288264, 0},
      {2892, act::flush_redis, 1774701507, 1497712050, 0},
      {4242, act::flush_redis, 1120699757, 1034069190, 0},
      {5106, act::part, 919410175, 919163633, 14, moment::log_answered},
      {5873, act::freeze_node, 1643277857, 706903789, 5033, moment::log_answered},
      {6927, act::freeze_node, 1789973673, 1554423846, 82},
      {7045, act::flush_redis, 362012436, 170361950, 0},
      {7048, act::drain_node, 1947059688, 1846558944, 0},
      {8458, act::freeze_node, 944482412, 987571880, 6930},
      {8777, act::flush_redis, 512992898, 1231433029, 0},
      {10375, act::part, 2019171455, 302887875, 3093},
      {11595, act::drain_node, 1856116527, 1835963578, 0},
      {13194, act::freeze_node, 522513610, 2026810108, 9964},
      {18525, act::flush_redis, 1336112669, 1375083941, 0},
  };
  CHECK(verdict_of(plan) == "held");
}

TEST_CASE("a node that woke and took a room that nobody came to does not end it") {
  scenario plan;
  plan.seed = 97062;
  plan.nodes = 2;
  plan.latency_ms = 20;
  plan.node.batch_entries = 1;
  plan.node.snapshot_every = 4;
  plan.node.page_bytes = 100;
  plan.node.move_interval = milliseconds{200};
  plan.node.drain.spread = milliseconds{2000};
  plan.node.drain.deadline = milliseconds{10000};
  plan.matchmaker.interest_patience = milliseconds{3000};
  plan.matchmaker.drain.spread = milliseconds{500};
  plan.calm_ms = 20000;
  plan.bound_ms = 40000;
  plan.tidy_ms = 180000;
  plan.steps = {
      {599, act::freeze_node, 177601671, 1848960432, 9956, moment::claim_done},
      {682, act::seek, 988878687, 1695673218, 0},
      {775, act::freeze_node, 25033475, 1229817168, 7160},
      {1760, act::freeze_node, 1892685906, 642323756, 10174},
      {2205, act::cut, 684915878, 150840191, 0},
      {2860, act::cut, 632587781, 1882446712, 0},
      {3101, act::seek, 2057528506, 765278232, 0},
      {3527, act::cut, 1326424807, 436425618, 0, moment::append_asked},
      {8203, act::cut, 1939350444, 1496720289, 0, moment::claim_answered},
      {9161, act::freeze_node, 762815482, 1044044672, 4140, moment::join_arrives},
      {9947, act::slow_down, 1339739708, 1284098745, 1362},
      {10898, act::slow_down, 690138234, 950042840, 1498},
      {11827, act::cut, 1447631499, 1419362553, 0},
      {12248, act::freeze_node, 389234738, 1179424022, 5560},
      {18438, act::freeze_node, 1204595965, 1213533737, 11080},
  };
  CHECK(verdict_of(plan) == "held");
}

TEST_CASE(
    "a node that slept while the other was on its way does not end the room for its absence") {
  scenario plan;
  plan.seed = 1019618;
  plan.nodes = 2;
  plan.latency_ms = 8;
  plan.node.batch_entries = 3;
  plan.node.snapshot_every = 4;
  plan.node.move_interval = milliseconds{200};
  plan.node.drain.spread = milliseconds{0};
  plan.node.drain.deadline = milliseconds{10000};
  plan.client.window = 1;
  plan.matchmaker.interest_patience = milliseconds{3000};
  plan.matchmaker.drain.spread = milliseconds{500};
  plan.calm_ms = 8000;
  plan.bound_ms = 40000;
  plan.tidy_ms = 180000;
  plan.steps = {
      {85, act::cut, 561526851, 127734498, 0, moment::log_answered},
      {126, act::seek, 0, 926585356, 0},
      {204, act::seek, 1, 1873899167, 0},
      {300, act::cut_link, 1778793857, 1611737047, 0},
      {461, act::cut, 241185406, 593114409, 0, moment::join_arrives},
      {633, act::freeze_node, 1200785575, 1461611883, 7328},
      {901, act::cut, 912254296, 652755318, 0},
      {2759, act::drain_node, 1315169556, 1982442006, 0},
      {3580, act::fail_over, 440023279, 1118961100, 83, moment::append_done},
      {6603, act::cut_link, 1974174557, 1050428332, 0},
      {7075, act::freeze_node, 936804104, 12244403, 7323},
  };
  CHECK(verdict_of(plan) == "held");
}

}  // namespace parley::simulation
