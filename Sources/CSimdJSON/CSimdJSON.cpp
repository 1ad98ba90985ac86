#include "Reader.hpp"

using namespace reading;

namespace {

/// Takes the fields of one message in any order; what a key means follows from its name and type.
class filler : public message_filler<csj_message> {
public:
    using message_filler::message_filler;

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

private:
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
        if (key == "T") return number(value, message.other_time);
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
        if (key == "r") return optional(value, message.rate);
        return reply(key, value);
    }

    /// What answers a request on the socket, and what it says where it was refused.
    error_code reply(std::string_view key, ondemand::value &value) {
        if (key == "result") message.has_result = 1;
        else if (key == "id") return number(value, message.reply_id);
        else if (key == "code") return number(value, message.error_code);
        else if (key == "msg") return optional(value, message.error_text);
        else if (key == "error") {
            ondemand::json_type type;
            if (auto error = value.type().get(type)) return error;
            if (type == ondemand::json_type::object) return inner(value);
        }
        return SUCCESS;
    }

    /// A text, or nothing where the value is something else.
    static error_code optional(ondemand::value &value, csj_text &out) {
        ondemand::json_type type;
        if (auto error = value.type().get(type)) return error;
        return type == ondemand::json_type::string ? string(value, out) : SUCCESS;
    }

    /// A whole number, or nothing where the value is something else.
    static error_code number(ondemand::value &value, int64_t &out) {
        ondemand::json_type type;
        if (auto error = value.type().get(type)) return error;
        return type == ondemand::json_type::number ? value.get_int64().get(out) : SUCCESS;
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
        return levels(value, out);
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

void clear(csj_message &message) {
    message = csj_message();
    for (auto number : {&message.event_time, &message.first_id, &message.last_id, &message.previous_id,
                        &message.snapshot_id, &message.trade_id, &message.aggregate_id,
                        &message.other_time, &message.reply_id, &message.error_code,
                        &message.candle_open_time, &message.candle_close_time})
        *number = INT64_MIN;
    message.buyer_is_maker = -1;
    message.candle_closed = -1;
}

/// An array or object as it stands; nothing for what has no parts.
error_code whole_text(ondemand::value value, csj_text &out) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    std::string_view view;
    error_code error = SUCCESS;
    if (type == ondemand::json_type::array) {
        ondemand::array parts;
        error = value.get_array().get(parts);
        if (!error) error = parts.raw_json().get(view);
    } else if (type == ondemand::json_type::object) {
        ondemand::object members;
        error = value.get_object().get(members);
        if (!error) error = members.raw_json().get(view);
    } else {
        return SUCCESS;
    }
    if (!error) out = text(view);
    return error;
}

class table_reader {
public:
    table_reader(csj_reader &reader, const char *const *keys, size_t count) : reader(reader), keys(keys), count(count) {}

    error_code whole(ondemand::document &document, std::string_view member) {
        ondemand::json_type type;
        if (auto error = document.type().get(type)) return error;
        if (type == ondemand::json_type::array) {
            ondemand::array list;
            if (auto error = document.get_array().get(list)) return error;
            return member.empty() ? rows(list) : INCORRECT_TYPE;
        }
        ondemand::object object;
        if (auto error = document.get_object().get(object)) return error;
        if (member.empty()) return fields(object);
        bool found = false;
        for (auto field : object) {
            std::string_view key;
            ondemand::array list;
            if (auto error = field.unescaped_key().get(key)) return error;
            if (key != member) continue;
            if (auto error = field.value().get_array().get(list)) return error;
            if (auto error = rows(list)) return error;
            found = true;
        }
        return found ? SUCCESS : NO_SUCH_FIELD;
    }

private:
    csj_reader &reader;
    const char *const *keys;
    size_t count;

    error_code rows(ondemand::array list) {
        for (auto item : list) {
            ondemand::value value;
            ondemand::json_type type;
            if (auto error = item.get(value)) return error;
            if (auto error = value.type().get(type)) return error;
            error_code error = INCORRECT_TYPE;
            if (type == ondemand::json_type::object) {
                ondemand::object object;
                error = value.get_object().get(object);
                if (!error) error = fields(object);
            } else if (type == ondemand::json_type::array) {
                ondemand::array parts;
                error = value.get_array().get(parts);
                if (!error) error = elements(parts);
            }
            if (error) return error;
        }
        return SUCCESS;
    }

    csj_text *row() {
        reader.cells.resize(reader.cells.size() + count, csj_text{nullptr, 0});
        return reader.cells.data() + reader.cells.size() - count;
    }

    error_code fields(ondemand::object object) {
        auto out = row();
        for (auto field : object) {
            std::string_view key;
            if (auto error = field.unescaped_key().get(key)) return error;
            for (size_t place = 0; place < count; place++) {
                const bool is_whole = keys[place][0] == '=';
                if (key != (is_whole ? keys[place] + 1 : keys[place])) continue;
                ondemand::value value;
                if (auto error = field.value().get(value)) return error;
                if (auto error = is_whole ? whole_text(value, out[place]) : cell(value, out[place])) return error;
                break;
            }
        }
        return SUCCESS;
    }

    error_code elements(ondemand::array parts) {
        auto out = row();
        size_t place = 0;
        for (auto part : parts) {
            if (place < count) {
                ondemand::value value;
                if (auto error = part.get(value)) return error;
                if (auto error = cell(value, out[place])) return error;
            }
            place++;
        }
        return SUCCESS;
    }
};

void read_rows(csj_reader &reader, const char *bytes, size_t count, const char *member, const char *const *keys,
               size_t key_count, csj_table &table) {
    reader.cells.clear();
    pad(reader, bytes, count);
    table_reader rows(reader, keys, key_count);
    ondemand::document document;
    auto error = reader.parser.iterate(reader.buffer.data(), count, reader.buffer.size()).get(document);
    if (!error) error = rows.whole(document, member);
    if (!error && has_trailing(document, 0)) error = TAPE_ERROR;
    if (error) {
        table.status = error == MEMALLOC ? CSJ_OUT_OF_MEMORY : error == INCORRECT_TYPE ? CSJ_WRONG_TYPE : CSJ_NOT_JSON;
        table.problem = text(error_message(error));
        return;
    }
    table.cells = reader.cells.data();
    table.row_count = key_count == 0 ? 0 : reader.cells.size() / key_count;
}

}  // namespace

extern "C" csj_reader *csj_open(void) { return new (std::nothrow) csj_reader(); }

extern "C" void csj_close(csj_reader *reader) { delete reader; }

extern "C" void csj_read(csj_reader *reader, const char *bytes, size_t count, csj_message *message) {
    clear(*message);
    guarded(*message, [&] { read_message<filler>(*reader, bytes, count, *message); });
}

extern "C" void csj_read_rows(csj_reader *reader, const char *bytes, size_t count, const char *member,
                              const char *const *keys, size_t key_count, csj_table *table) {
    *table = csj_table();
    guarded(*table, [&] { read_rows(*reader, bytes, count, member, keys, key_count, *table); });
}
