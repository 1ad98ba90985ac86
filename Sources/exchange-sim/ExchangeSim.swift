import Bus
import Exchanges
import ExchangeSimulator
import Files
import Glibc
import Hosting
import Market
import Network
import Stages

/// The command line of the exchange's simulator.
enum ExchangeSim {
    static let usage = """
        exchange-sim [options]

        Serves the REST API and the streams of Binance spot and USDⓈ-M futures on this machine, from
        recorded or made-up data: market data for all, and trading for its own accounts. No network. It says
        its addresses in one line when it is ready, and ends by SIGTERM or Ctrl-C.

          --market KIND         spot, um or both; as strata.json says where it is left out
          --data FOLDER         recorded data (samples/klines): candles, or trades, quotes and books
          --from T, --to T      which part of it, in UTC, as in 2025-05-08
          --synthetic SEED      a market made up from a number instead
          --listen HOST:PORT    where it listens (127.0.0.1:8180); port 0 takes a free one
          --speed N             the market's seconds to one of the machine (1); 0 stands until
                                POST /sim/advance lets it go on
          --clock CLOCK         recorded (the default): the data's date; now: moved to the present
          --routes ROUTES       strict (the default): a stream flows on its own route; any: on every one
          --tls FOLDER          TLS with cert.pem and key.pem of this folder
          --account KEY:SECRET:USDT
                                an account that may trade (several times); for SECRET a PEM file with
                                an Ed25519 key, private or public
          --isolated N          futures' accounts begin with isolated margin and leverage N on each pair, as
                                Strata wants; else with crossed margin and 20, as at the exchange
          --permissions LIST    what keys may do, as apiRestrictions tells it: of spot, futures (these
                                two where it is left out), withdraw, transfer, and ip: bound to addresses
          --order-limit N       what an account may place of orders in ten seconds (100, futures 300)
          --countdown-algos     countdownCancelAll cancels conditional orders, too
          --symbols A,B         only these pairs of the safe list
          --safe-list FILE      the pairs (safe_list.json)
          --instruments FILE    the exchange's filters (samples/instruments.json)

        Example: exchange-sim --speed 60 --account mykey:mysecret:10000

        """

    /// Runs it; answers the exit code: 0 ok, 1 failed, 2 usage, 4 configuration.
    static func run(_ words: [String]) -> Int32 {
        if words.contains("--help") || words.contains("-h") {
            TextOutput.write(usage, to: 1)
            return 0
        }
        if words.contains("--version") {
            TextOutput.write(StrataVersion.text(of: "exchange-sim") + "\n", to: 1)
            return 0
        }
        do {
            try serve(try SimulatorOptions(words))
            return 0
        } catch {
            TextOutput.write("exchange-sim: \(ForeignText.harmless("\(error)"))\n", to: 2)
            return error.exitCode
        }
    }

    private static func serve(_ options: SimulatorOptions) throws(HostError) {
        do {
            // Before anything that could start a thread: a signal is for the reactor alone.
            let reactor = try Reactor(signals: SignalWatch())
            let core = ExchangeSimulator(
                try options.markets(), options.terms, accounts: try options.accounts(), at: .now)
            let shell = try ServerShell(core, options.server)
            defer { shell.close() }
            _ = reactor.watch(descriptor: shell.descriptor)
            TextOutput.write(options.ready(port: shell.port) + "\n", to: 1)
            while true {
                reactor.wake(at: shell.wakesAt)
                if try reactor.wait().signal != nil { return }
                shell.turn()
            }
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }
}
