#include "Reader.hpp"

using namespace reading;

namespace {

/// The members of a row that are read, each at its place (`csj_okx_cell`).
constexpr std::string_view members[CSJ_OKX_CELLS] = {"ts",    "tradeId", "px",    "sz",    "side",      "bidPx",
                                                     "bidSz", "askPx",   "askSz", "seqId", "prevSeqId", "checksum"};

/// Takes the parts of one message in any order.
class okx_filler : public message_filler<csj_okx_message> {
public:
    using message_filler::message_filler;

    error_code outer(ondemand::object object) {
        for (auto field : object) {
            std::string_view key;
            ondemand::value value;
            if (auto error = take(field, key, value)) return error;
            error_code error = SUCCESS;
            if (key == "event") error = cell(value, message.event);
            else if (key == "code") error = cell(value, message.code);
            else if (key == "msg") error = cell(value, message.text);
            else if (key == "action") error = string(value, message.action);
            else if (key == "arg") error = argument(value);
            else if (key == "data") error = rows(value);
            if (error) return fail(error, key);
        }
        return SUCCESS;
    }

private:
    error_code argument(ondemand::value &value) {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return error;
        for (auto field : object) {
            std::string_view key;
            ondemand::value member;
            if (auto error = take(field, key, member)) return error;
            error_code error = SUCCESS;
            if (key == "channel") error = string(member, message.channel);
            else if (key == "instId") error = string(member, message.instrument);
            if (error) return fail(error, key);
        }
        return SUCCESS;
    }

    error_code rows(ondemand::value &value) {
        ondemand::array list;
        if (auto error = value.get_array().get(list)) return error;
        message.has_data = 1;
        for (auto item : list) {
            ondemand::value row;
            ondemand::json_type type;
            if (auto error = item.get(row)) return error;
            if (auto error = row.type().get(type)) return error;
            reader.cells.resize(reader.cells.size() + CSJ_OKX_CELLS, csj_text{nullptr, 0});
            auto out = reader.cells.data() + reader.cells.size() - CSJ_OKX_CELLS;
            error_code error = INCORRECT_TYPE;
            if (type == ondemand::json_type::object) error = fields(row, out);
            else if (type == ondemand::json_type::array) error = elements(row, out);
            if (error) return error;
        }
        return SUCCESS;
    }

    error_code fields(ondemand::value &row, csj_text *out) {
        ondemand::object object;
        if (auto error = row.get_object().get(object)) return error;
        for (auto field : object) {
            std::string_view key;
            ondemand::value member;
            if (auto error = take(field, key, member)) return error;
            error_code error = SUCCESS;
            if (key == "bids") error = side(member, reader.bids);
            else if (key == "asks") error = side(member, reader.asks);
            else {
                for (int place = 0; place < CSJ_OKX_CELLS; place++) {
                    if (key != members[place]) continue;
                    error = cell(member, out[place]);
                    break;
                }
            }
            if (error) return fail(error, key);
        }
        return SUCCESS;
    }

    error_code side(ondemand::value &value, std::vector<csj_level> &out) {
        message.has_levels = 1;
        return levels(value, out);
    }

    error_code elements(ondemand::value &row, csj_text *out) {
        ondemand::array parts;
        if (auto error = row.get_array().get(parts)) return error;
        int place = 0;
        for (auto part : parts) {
            if (place < CSJ_OKX_CELLS) {
                ondemand::value value;
                if (auto error = part.get(value)) return error;
                if (auto error = cell(value, out[place])) return error;
            }
            place++;
        }
        return SUCCESS;
    }
};

}  // namespace

extern "C" void csj_read_okx(csj_reader *reader, const char *bytes, size_t count, csj_okx_message *message) {
    *message = csj_okx_message();
    reader->cells.clear();
    guarded(*message, [&] {
        read_message<okx_filler>(*reader, bytes, count, *message);
        if (message->status != CSJ_OK) return;
        message->cells = reader->cells.data();
        message->row_count = reader->cells.size() / CSJ_OKX_CELLS;
    });
}
