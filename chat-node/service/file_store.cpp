// Keys, and one function for each command.
#include "chat-node/service/file_store.hpp"

#include <utility>

namespace parley::chat_node_service {
namespace {

constexpr const char* upload_life_ms = "60000";  // after its last piece

std::string files_key(const std::string& room) {
  return "room:{" + room + "}:files";
}
std::string file_key(const std::string& room, const std::string& id) {
  return "room:{" + room + "}:file:" + id;
}
std::string owner_key(const std::string& room) {
  return "room:{" + room + "}:owner";
}
std::string upload_key(const std::string& room, const std::string& name) {
  return "room:{" + room + "}:upload:" + name;
}

io::redis_callback parsed(file_store::on_reply done) {
  return [done = std::move(done)](const io::redis_reply& reply) { done(parse_file_reply(reply)); };
}

}  // namespace

void file_store::begin(const std::string& room, std::uint64_t size, std::uint64_t redis_percent,
                       on_reply done) {
  redis_.fcall("file_begin", {owner_key(room)},
               {std::to_string(size), std::to_string(redis_percent)}, parsed(std::move(done)));
}

void file_store::append(const std::string& room, const std::string& name, std::string piece,
                        on_reply done) {
  const auto key = upload_key(room, name);
  redis_.transaction(
      {{"APPEND", key, std::move(piece)}, {"PEXPIRE", key, upload_life_ms}},
      [done = std::move(done)](const io::redis_reply& reply) {
        const bool is_done =
            reply.is_array() && reply.elements.size() == 2 && reply.elements.front().is_integer();
        done(is_done ? file_reply{.what = file_reply::kind::go} : file_reply{.reason = reply.text});
      });
}

void file_store::keep(const std::string& room, const std::string& name, const whole& file,
                      on_reply done) {
  const auto life = file.is_named ? named_kept_ : time_to_live_;
  redis_.fcall("file_keep",
               {files_key(room), owner_key(room), upload_key(room, name), file_key(room, file.id)},
               {file.id, std::to_string(file.size), file.type, std::to_string(file.room_bytes),
                std::to_string(life.count())},
               parsed(std::move(done)));
}

void file_store::drop(const std::string& room, const std::string& name) {
  redis_.command({"UNLINK", upload_key(room, name)}, [](const io::redis_reply&) {});
}

void file_store::find(const std::string& room, const std::string& id, on_reply done) {
  redis_.fcall("file_find", {files_key(room), owner_key(room), file_key(room, id)}, {id},
               parsed(std::move(done)));
}

void file_store::read(const std::string& room, const std::string& id, std::uint64_t offset,
                      std::size_t most, std::function<void(std::optional<std::string>)> done) {
  redis_.command(
      {"GETRANGE", file_key(room, id), std::to_string(offset), std::to_string(offset + most - 1)},
      [done = std::move(done)](const io::redis_reply& reply) {
        if (!reply.is_string() || reply.text.empty()) return done(std::nullopt);
        done(reply.text);
      });
}

void touch_files(io::redis_commands& redis, const std::string& room, milliseconds time_to_live) {
  redis.fcall("file_touch", {files_key(room)}, {std::to_string(time_to_live.count())},
              [](const io::redis_reply&) {});
}

}  // namespace parley::chat_node_service
