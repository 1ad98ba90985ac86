# Keys of your account at the exchange. Copy this file to .env.sh, which git ignores, and let nobody else read it:
#
#   cp deploy/.env.example.sh .env.sh && chmod 600 .env.sh
#
# Strata reads the lines itself and carries none of them out; it may be sourced, too. A key that may withdraw is
# refused on the exchange itself: leave that permission off. A secret is the text that the exchange gave, or the
# path of a file of PEM (Ed25519, PKCS#8, ending in .pem, mode 0600).

# The testnet's: https://testnet.binance.vision (spot), https://demo.binance.com (futures).
export BINANCE_TESTNET_API_KEY=""
export BINANCE_TESTNET_API_SECRET=""

# The exchange's own: real money. They go to the exchange's own hosts and nowhere else; LIVE is refused by name yet, and
# `strata doctor --mode live` alone uses them, to look.
export BINANCE_API_KEY=""
export BINANCE_API_SECRET=""
