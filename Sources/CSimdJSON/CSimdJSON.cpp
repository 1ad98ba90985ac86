#include "CSimdJSON.h"

#include <cstring>
#include <new>
#include <string_view>
#include <vector>

#include <simdjson.h>

using namespace simdjson;

struct csj_reader {
    ondemand::parser parser;
    std::vector<char> buffer;
    std::vector<csj_level> bids, asks, levels;
};

namespace {


csj_text text(std::string_view view) { return {view.data(), view.size()}; }

/// Takes the fields of one message in any order; what a key means follows from its name and type.
class filler {
public:
    filler(csj_reader &reader, csj_message &message) : reader(reader), message(message) {}

    error_code outer(ondemand::object object) {
        for (auto field : object) {
            std::string_view key;
            ondemand::value value;
            if (auto error = take(field, key, value)) return error;
            error_code error = SUCCESS;
            if (key == "stream") error = string(value, message.stream);
            else if (key == "rest") error = string(value, message.rest);
            else if (key == "data") error = inner(value);
            else error = member(key, value);
            if (error) return fail(error, key);
        }
        return SUCCESS;
    }

    bool has_problem = false;

private:
    csj_reader &reader;
    csj_message &message;

    error_code fail(error_code error, std::string_view key) {
        if (!has_problem && (error == INCORRECT_TYPE || error == NUMBER_ERROR || error == NUMBER_OUT_OF_RANGE)) {
            has_problem = true;
            message.problem = text(key);
        }
        return error;
    }

    template <typename F> error_code take(F &field, std::string_view &key, ondemand::value &value) {
        if (auto error = field.error()) return error;
        if (auto error = field.unescaped_key().get(key)) return error;
        return field.value().get(value);
    }

    static error_code string(ondemand::value &value, csj_text &out) {
        std::string_view view;
        auto error = value.get_string().get(view);
        if (!error) out = text(view);
        return error;
    }

    static error_code boolean(ondemand::value &value, int8_t &out) {
        bool flag;
        auto error = value.get_bool().get(flag);
        if (!error) out = flag ? 1 : 0;
        return error;
    }

    error_code inner(ondemand::value &value) {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return error;
        for (auto field : object) {
            std::string_view key;
            ondemand::value inner;
            if (auto error = take(field, key, inner)) return error;
            if (auto error = member(key, inner)) return fail(error, key);
        }
        return SUCCESS;
    }

    error_code member(std::string_view key, ondemand::value &value) {
        if (key == "E") return value.get_int64().get(message.event_time);
        if (key == "U") return value.get_int64().get(message.first_id);
        if (key == "u") return value.get_int64().get(message.last_id);
        if (key == "pu") return value.get_int64().get(message.previous_id);
        if (key == "lastUpdateId") return value.get_int64().get(message.snapshot_id);
        if (key == "t") return value.get_int64().get(message.trade_id);
        if (key == "e") return string(value, message.event);
        if (key == "s") return string(value, message.symbol);
        if (key == "p") return string(value, message.price);
        if (key == "q") return string(value, message.quantity);
        if (key == "X") return string(value, message.trade_kind);
        if (key == "m") return boolean(value, message.buyer_is_maker);
        if (key == "B") return string(value, message.bid_quantity);
        if (key == "A") return string(value, message.ask_quantity);
        if (key == "b") return side(value, message.bid, reader.bids, nullptr);
        if (key == "a") return side(value, message.ask, reader.asks, &message.aggregate_id);
        if (key == "bids") return list(value, reader.bids);
        if (key == "asks") return list(value, reader.asks);
        if (key == "k") return candle(value);
        return SUCCESS;
    }

    /// "b" and "a" are a price, an array of levels, or (a) an aggregate trade's id.
    error_code side(ondemand::value &value, csj_text &price, std::vector<csj_level> &out, int64_t *id) {
        ondemand::json_type type;
        if (auto error = value.type().get(type)) return error;
        if (type == ondemand::json_type::array) return list(value, out);
        if (type == ondemand::json_type::number && id) return value.get_int64().get(*id);
        return string(value, price);
    }

    error_code list(ondemand::value &value, std::vector<csj_level> &out) {
        message.has_levels = 1;
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

    error_code candle(ondemand::value &value) {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return error;
        message.has_candle = 1;
        for (auto field : object) {
            std::string_view key;
            ondemand::value inner;
            if (auto error = take(field, key, inner)) return error;
            if (auto error = candle_member(key, inner)) return fail(error, key);
        }
        return SUCCESS;
    }

    error_code candle_member(std::string_view key, ondemand::value &value) {
        if (key == "t") return value.get_int64().get(message.candle_open_time);
        if (key == "T") return value.get_int64().get(message.candle_close_time);
        if (key == "x") return boolean(value, message.candle_closed);
        if (key == "i") return string(value, message.candle_interval);
        if (key == "o") return string(value, message.candle_open);
        if (key == "h") return string(value, message.candle_high);
        if (key == "l") return string(value, message.candle_low);
        if (key == "c") return string(value, message.candle_close);
        if (key == "v") return string(value, message.candle_volume);
        if (key == "q") return string(value, message.candle_quote_volume);
        return SUCCESS;
    }
};

/// Newer releases can say whether anything follows the object; older ones are taken at their word.
template <typename D> auto has_trailing(D &document, int) -> decltype(document.current_location().error(), true) {
    return document.current_location().error() != OUT_OF_BOUNDS;
}
template <typename D> bool has_trailing(D &, long) { return false; }

void clear(csj_message &message) {
    message = csj_message();
    for (auto number : {&message.event_time, &message.first_id, &message.last_id, &message.previous_id,
                        &message.snapshot_id, &message.trade_id, &message.aggregate_id,
                        &message.candle_open_time, &message.candle_close_time})
        *number = INT64_MIN;
    message.buyer_is_maker = -1;
    message.candle_closed = -1;
}

void read(csj_reader &reader, const char *bytes, size_t count, csj_message &message) {
    reader.bids.clear();
    reader.asks.clear();
    if (reader.buffer.size() < count + SIMDJSON_PADDING) reader.buffer.resize(2 * count + SIMDJSON_PADDING);
    std::memcpy(reader.buffer.data(), bytes, count);
    std::memset(reader.buffer.data() + count, 0, SIMDJSON_PADDING);

    filler filler(reader, message);
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

}  // namespace

extern "C" csj_reader *csj_open(void) { return new (std::nothrow) csj_reader(); }

extern "C" void csj_close(csj_reader *reader) { delete reader; }

extern "C" void csj_read(csj_reader *reader, const char *bytes, size_t count, csj_message *message) {
    clear(*message);
    try {
        read(*reader, bytes, count, *message);
    } catch (const std::bad_alloc &) {
        message->status = CSJ_OUT_OF_MEMORY;
        message->problem = text("no memory left");
    }
}
