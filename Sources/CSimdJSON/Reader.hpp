// What the readers of all exchanges share. For the sources of this folder alone.
#pragma once
#include "CSimdJSON.h"

#include <cstring>
#include <new>
#include <string_view>
#include <vector>

#include <simdjson.h>

struct csj_reader {
    simdjson::ondemand::parser parser;
    std::vector<char> buffer;
    std::vector<csj_level> bids, asks, levels;
    std::vector<csj_text> cells;
};

namespace reading {

using namespace simdjson;

inline csj_text text(std::string_view view) { return {view.data(), view.size()}; }

/// Key and value of a member.
template <typename F> error_code take(F &field, std::string_view &key, ondemand::value &value) {
    if (auto error = field.error()) return error;
    if (auto error = field.unescaped_key().get(key)) return error;
    return field.value().get(value);
}

inline error_code string(ondemand::value &value, csj_text &out) {
    std::string_view view;
    auto error = value.get_string().get(view);
    if (!error) out = text(view);
    return error;
}

/// Price and quantity of each level; what else stands behind them is skipped.
inline error_code levels(ondemand::value &value, std::vector<csj_level> &out) {
    ondemand::array array;
    if (auto error = value.get_array().get(array)) return error;
    for (auto item : array) {
        ondemand::array pair;
        if (auto error = item.get_array().get(pair)) return error;
        csj_level level = {};
        int place = 0;
        for (auto part : pair) {
            std::string_view view;
            if (place < 2) {
                if (auto error = part.get_string().get(view)) return error;
                (place == 0 ? level.price : level.quantity) = text(view);
            }
            place++;
        }
        if (place < 2) return INCORRECT_TYPE;
        out.push_back(level);
    }
    return SUCCESS;
}

/// Newer releases can say whether anything follows the object; older ones are taken at their word.
template <typename D> auto has_trailing(D &document, int) -> decltype(document.current_location().error(), true) {
    return document.current_location().error() != OUT_OF_BOUNDS;
}
template <typename D> bool has_trailing(D &, long) { return false; }

/// Copies the bytes to where simdjson may read beyond their end.
inline void pad(csj_reader &reader, const char *bytes, size_t count) {
    if (reader.buffer.size() < count + SIMDJSON_PADDING) reader.buffer.resize(2 * count + SIMDJSON_PADDING);
    if (count > 0) std::memcpy(reader.buffer.data(), bytes, count);
    std::memset(reader.buffer.data() + count, 0, SIMDJSON_PADDING);
}

/// What the fillers of all exchanges have: where a message's parts go, and whether one was of a wrong type.
template <typename Message> class message_filler {
public:
    message_filler(csj_reader &reader, Message &message) : reader(reader), message(message) {}

    bool has_problem = false;

protected:
    csj_reader &reader;
    Message &message;

    /// The first part of a wrong type is the message's problem.
    error_code fail(error_code error, std::string_view key) {
        if (!has_problem && (error == INCORRECT_TYPE || error == NUMBER_ERROR || error == NUMBER_OUT_OF_RANGE)) {
            has_problem = true;
            message.problem = text(key);
        }
        return error;
    }
};

/// Reads one message: its members by the exchange's filler, then what is the same for all exchanges.
template <typename Filler, typename Message>
void read_message(csj_reader &reader, const char *bytes, size_t count, Message &message) {
    reader.bids.clear();
    reader.asks.clear();
    pad(reader, bytes, count);

    Filler filler(reader, message);
    ondemand::document document;
    auto error = reader.parser.iterate(reader.buffer.data(), count, reader.buffer.size()).get(document);
    ondemand::object object;
    if (!error) error = document.get_object().get(object);
    if (!error) error = filler.outer(object);
    if (!error && has_trailing(document, 0)) error = TAPE_ERROR;
    if (error) {
        message.status = filler.has_problem ? CSJ_WRONG_TYPE : error == MEMALLOC ? CSJ_OUT_OF_MEMORY : CSJ_NOT_JSON;
        if (!filler.has_problem) message.problem = text(error_message(error));
        return;
    }
    reader.levels.assign(reader.bids.begin(), reader.bids.end());
    reader.levels.insert(reader.levels.end(), reader.asks.begin(), reader.asks.end());
    message.levels = reader.levels.data();
    message.bid_count = reader.bids.size();
    message.ask_count = reader.asks.size();
}

/// Runs what reads; no memory left is a status like any other.
template <typename Message, typename Body> void guarded(Message &message, Body body) {
    try {
        body();
    } catch (const std::bad_alloc &) {
        message.status = CSJ_OUT_OF_MEMORY;
        message.problem = text("no memory left");
    }
}

/// A string's letters, or a number or a word as it stands; nothing for what has parts, and for null.
inline error_code cell(ondemand::value value, csj_text &out) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    if (type == ondemand::json_type::string) {
        std::string_view view;
        auto error = value.get_string().get(view);
        if (!error) out = text(view);
        return error;
    }
    if (type != ondemand::json_type::number && type != ondemand::json_type::boolean) return SUCCESS;
    auto token = value.raw_json_token();
    while (!token.empty() && strchr(" \t\r\n", token.back())) token.remove_suffix(1);
    out = text(token);
    return SUCCESS;
}

}  // namespace reading
