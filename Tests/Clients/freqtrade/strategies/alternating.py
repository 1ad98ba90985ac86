"""Buys every sixth minute, and sells three minutes later: what it earns is of no interest."""

from freqtrade.strategy import IStrategy


class Alternating(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "1m"
    startup_candle_count = 5
    minimal_roi = {"0": 10}
    stoploss = -0.02
    order_types = {"entry": "limit", "exit": "limit", "emergency_exit": "market", "stoploss": "limit",
                   "stoploss_on_exchange": True, "stoploss_on_exchange_interval": 60}

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["date"].dt.minute % 6 == 0, "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["date"].dt.minute % 6 == 3, "exit_long"] = 1
        return dataframe
