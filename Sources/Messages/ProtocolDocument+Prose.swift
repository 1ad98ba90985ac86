extension ProtocolDocument {
    static let introduction = """
        # The protocol

        <!-- Made from Sources/Messages: UPDATE_GOLDEN=1 swift test --filter ProtocolDocumentTests -->

        Strata's processes talk over ZeroMQ: what is published goes over PUB/SUB, what is asked over REQ/REP.
        Each process binds its own two endpoints and connects to those of the others; there is no broker.

        ## Frames

        A published message is two frames: the topic, and one msgpack map with string keys. A pair alone
        (`BTC/USDT`) is the topic of its ticker; everything else puts the kind first (`signals/BTC/USDT`), so
        that a subscription by prefix gets what one expects: `""` everything, `kline_1m/` all candles, `BTC/`
        one ticker.

        - Keys may come in any order, and unknown keys are skipped, nested ones too.
        - Whole numbers are taken where a float64 is expected: Python writes `1` where it means `1.0`.
        - Prices and quantities are float64 on the wire and whole counts of 1e-8 inside. A value that float64
          can't keep to 1e-8 is refused by the sender.
        - An optional key is left out where there is nothing to say. A missing or ill-typed one, NaN, a name
          that is not in its list: the frame is refused with an error that names the field.
        - At most 64 KiB a frame and 8 levels of nesting. Element counts are checked against the bytes that
          are left.
        - The pair `*` stands for the whole portfolio.
        - `heartbeat` and `progress` also carry `said`: rows of a topic of the sender and the number (`seq`)
          of its newest frame, so that a listener notices that it missed the last one. What is missing of a
          topic of which each frame counts is asked for by the word `replay` on the sender's REP socket:
          `{topic, from, to}`, answered by `{frames: [bin]}`.
        - To who joins late, a publisher says the last word of each state again under its old number: each
          pair, strategy and live order. Such a frame carries `again`, the number of its topic's newest frame;
          who has it already drops it.
        - A book of which a part was missed is asked for by the word `snapshot`: `{topic}`, answered by
          `{frames: [bin]}`, all under the number of the newest frame, which the next one follows.

        A subscriber in Python, as in the multi-pair document (the endpoint is the one that `strata status`
        shows):

        ```python
        import msgpack, zmq
        socket = zmq.Context().socket(zmq.SUB)
        socket.connect(endpoint)
        socket.subscribe(b"BTC/USDT")
        while True:
            topic, data = socket.recv_multipart(); print(topic.decode(), msgpack.unpackb(data))
        ```

        A signal from outside goes to the REP socket of L1 as two frames, the word `signal` and the document's
        map alone: no header. L1 stamps it with the current event time, gives it a life of two minutes and
        answers at once; the outcome is published as a report under the same `signal_id`. `halt` and `resume`
        go bare too:

        ```python
        socket = zmq.Context().socket(zmq.REQ)
        socket.connect(endpoint)
        signal = dict(signal_id="btc_s1", strategy_id="stratA", timestamp=0, symbol="BTC/USDT", side="buy",
                      qty=0.01, order_type="market", stop_loss=49000.0)
        socket.send_multipart([b"signal", msgpack.packb(signal)])
        kind, answer = socket.recv_multipart()
        print(kind, answer if kind == b"refused" else msgpack.unpackb(answer))
        ```

        In a free run L1 also takes what other programs publish on `signals/…` at the endpoints that
        `operational.signal_sources` names: the same map alone, or a full frame of this run. Nobody is
        answered there; all else is as for one that is asked, the report too.

        """

    static let headerNote = """
        These keys stand in every published map, before the message's own. Frames of another schema, run,
        mode, configuration or instrument table are refused and counted.
        """

    static let requestNote = """
        A request's two frames are the word below and the map, header keys included but for what comes from
        people (`signal`, `halt`, `resume`). What moves something goes *under seal*: the last key of its map
        is `seal`, the first 32 hex digits of an HMAC-SHA-256 with the run's request key over these parts,
        each behind its length as four bytes, big-endian: `strata request 1`, the run as four bytes, the word,
        the process that is asked (`executor.0`), and all bytes of the map before the 32 digits
        ([seal.py](examples/seal.py) does it). Without a true seal it is refused and counted; `halt` and
        `signal` are open to all. The answer has two frames too: its word and map, or `refused` and
        a text that says why. A repeated request of the same content gets the stored answer: nothing is done
        twice.
        """

    static let localNote = """
        The paper venue is a part of the executor's process. These messages are never sent over the bus; they
        stand in journals.
        """

    static let reasonNote = """
        What `reason` may say; with its two figures, `found` and `limit`, the sentence tells them. A code that
        is marked is never said without them.
        """

    static let reasoningNote = """
        What a strategy may have seen, and what its figures are called.
        """
}
