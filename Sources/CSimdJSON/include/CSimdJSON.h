#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Reads JSON messages of an exchange's market streams into plain structs. Texts point into memory of the
// reader and hold until its next call. Numbers that are missing are INT64_MIN, texts have no bytes.

typedef struct {
    const char *bytes;
    size_t count;
} csj_text;

typedef struct {
    csj_text price;
    csj_text quantity;
} csj_level;

typedef enum {
    CSJ_OK = 0,
    CSJ_NOT_JSON = 1,
    CSJ_WRONG_TYPE = 2,
    CSJ_OUT_OF_MEMORY = 3
} csj_status;

// One message of Binance's streams.
typedef struct {
    csj_status status;
    csj_text problem;       // what simdjson says, or the field of the wrong type
    csj_text stream;        // "btcusdt@trade" of a combined stream
    csj_text rest;          // URL of a REST answer
    csj_text event;         // e
    csj_text symbol;        // s
    int64_t event_time;     // E, ms
    int64_t first_id;       // U
    int64_t last_id;        // u
    int64_t previous_id;    // pu
    int64_t snapshot_id;    // lastUpdateId
    int64_t trade_id;       // t
    int64_t other_time;     // T: of the trade, of the transaction, of the next funding, ms
    int64_t aggregate_id;   // a as a number
    csj_text price;         // p
    csj_text quantity;      // q
    csj_text trade_kind;    // X
    csj_text rate;          // r
    int8_t buyer_is_maker;  // m: 0, 1, or -1 where missing
    csj_text bid, bid_quantity, ask, ask_quantity;  // b, B, a, A as texts
    int8_t has_candle;      // k
    int8_t candle_closed;   // k.x: 0, 1, or -1 where missing
    int64_t candle_open_time, candle_close_time;
    csj_text candle_interval, candle_open, candle_high, candle_low, candle_close;
    csj_text candle_volume, candle_quote_volume;
    int8_t has_levels;      // b and a, or bids and asks, as arrays
    const csj_level *levels;  // bids, then asks
    size_t bid_count;
    size_t ask_count;
    int8_t has_result;      // result: the answer to a request on the socket
    int64_t reply_id;       // id of the request that is answered
    int64_t error_code;     // code, or error.code
    csj_text error_text;    // msg, or error.msg
} csj_message;

// Rows of scalars: an array of objects or of arrays, or one object. A member whose key is asked for as "=key" is
// told as it stands, with all its parts.
typedef struct {
    csj_status status;
    csj_text problem;
    size_t row_count;
    const csj_text *cells;  // row by row; a string's letters, or a number as it stands; none where missing
} csj_table;

typedef struct csj_reader csj_reader;

csj_reader *csj_open(void);
void csj_close(csj_reader *reader);
// The bytes are copied into the reader's padded buffer.
void csj_read(csj_reader *reader, const char *bytes, size_t count, csj_message *message);

// Reads the rows of a member of the outermost object ("" for the outermost value itself): of each row the
// members of these names, or its first elements where it is an array. Cells hold until the next call.
void csj_read_rows(csj_reader *reader, const char *bytes, size_t count, const char *member,
                   const char *const *keys, size_t key_count, csj_table *table);

// One message of OKX's public channels, or what it answers to a request on the socket (API v5).

enum { CSJ_OKX_CELLS = 12 };

// The places of an object's members among a row's cells; a row that is an array has its first elements there.
typedef enum {
    CSJ_OKX_TIME, CSJ_OKX_TRADE_ID, CSJ_OKX_PRICE, CSJ_OKX_SIZE, CSJ_OKX_SIDE, CSJ_OKX_BID, CSJ_OKX_BID_SIZE,
    CSJ_OKX_ASK, CSJ_OKX_ASK_SIZE, CSJ_OKX_SEQUENCE, CSJ_OKX_PREVIOUS, CSJ_OKX_CHECKSUM
} csj_okx_cell;

typedef struct {
    csj_status status;
    csj_text problem;        // what simdjson says, or the member of the wrong type
    csj_text event;          // "subscribe", "error", "notice"
    csj_text code, text;     // code, msg
    csj_text channel;        // arg.channel
    csj_text instrument;     // arg.instId
    csj_text action;         // "snapshot" or "update" of a book
    int8_t has_data;
    size_t row_count;
    const csj_text *cells;   // CSJ_OKX_CELLS of each row of data
    int8_t has_levels;       // bids and asks of all rows
    const csj_level *levels; // bids, then asks
    size_t bid_count;
    size_t ask_count;
} csj_okx_message;

// As csj_read does: the bytes are copied, and the message holds until the next call.
void csj_read_okx(csj_reader *reader, const char *bytes, size_t count, csj_okx_message *message);

#ifdef __cplusplus
}
#endif
