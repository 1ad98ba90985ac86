"""Makes golden.csv from candles.csv with TA-Lib, numpy and pandas.

    python3 -m venv .venv && .venv/bin/pip install TA-Lib numpy pandas
    .venv/bin/python make_golden.py

Every row of candles.csv goes through the references; golden.csv keeps the first 300 rows (the warm-up)
and then every tenth, with 14 significant digits. An empty field means "still warming up".
"""

from pathlib import Path

import numpy as np
import pandas as pd
import talib

HERE = Path(__file__).parent
candles = pd.read_csv(HERE / "candles.csv")
high, low, close = (candles[name].to_numpy() for name in ("high", "low", "close"))
log_returns = np.log(candles["close"]).diff()
high_returns = np.log(candles["high"]).diff()

golden = pd.DataFrame()
golden["sma20"] = talib.SMA(close, 20)
golden["ema20"] = talib.EMA(close, 20)
golden["rsi14"] = talib.RSI(close, 14)
golden["atr14"] = talib.ATR(high, low, close, 14)
golden["plus_di14"] = talib.PLUS_DI(high, low, close, 14)
golden["minus_di14"] = talib.MINUS_DI(high, low, close, 14)
golden["adx14"] = talib.ADX(high, low, close, 14)
golden["bb_upper"], golden["bb_middle"], golden["bb_lower"] = talib.BBANDS(close, 20, 2, 2)
golden["macd"], golden["macd_signal"], golden["macd_histogram"] = talib.MACD(close, 12, 26, 9)
# The channel of the bars before the current one, hence the shift.
golden["donchian_upper"] = candles["high"].rolling(20).max().shift(1)
golden["donchian_lower"] = candles["low"].rolling(20).min().shift(1)


def rolling(function, series, length):
    """Applies a function to each window afresh: numpy's two-pass formulae, without running sums."""
    values = np.asarray(series)
    out = np.full(len(values), np.nan)
    for end in range(length, len(values) + 1):
        window = values[end - length : end]
        if not np.isnan(window).any():
            out[end - 1] = function(window)
    return out


golden["volatility60"] = rolling(lambda w: np.std(w, ddof=1) * np.sqrt(525_600), log_returns, 60)
golden["percentile100"] = (candles["close"].rolling(100).rank(method="average") - 1) / 99
golden["std50"] = rolling(np.std, close, 50)
golden["zscore50"] = rolling(lambda w: (w[-1] - w.mean()) / w.std(), close, 50)
pairs = np.stack([log_returns, high_returns], axis=1)
golden["correlation60"] = np.nan
golden.loc[60:, "correlation60"] = [
    np.corrcoef(pairs[end - 60 : end].T)[0, 1] for end in range(61, len(pairs) + 1)
]

golden.insert(0, "row", candles.index)
kept = golden[(golden["row"] < 300) | (golden["row"] % 10 == 0)]
kept.to_csv(HERE / "golden.csv", index=False, float_format="%.14g", lineterminator="\n")
