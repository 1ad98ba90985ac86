/// The exchange's messages as it writes them: each function one of them, its members in the exchange's order,
/// decimals in quotes, ids and times as whole numbers.
public enum BinanceWriting {}
